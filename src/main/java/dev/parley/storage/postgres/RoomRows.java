package dev.parley.storage.postgres;

import dev.parley.storage.EpochGenerator;
import dev.parley.storage.RowMapper;
import dev.parley.storage.SqlConnection;
import dev.parley.text.RoomName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** Locks, creates and deletes the rows of rooms, each in the transaction of the caller. */
final class RoomRows {

    /** The tables besides the messages that have rows of a room. */
    private static final List<String> DEPENDENT_TABLES =
            List.of("client_message", "clock_step", "append_ticket", "reaction");

    /** The statements that delete a slice of the rows of a room, see {@link dev.parley.storage.RoomDeletion}. */
    static final List<String> SLICE_DELETIONS = Stream.concat(Stream.of("message"), DEPENDENT_TABLES.stream())
            .map(table -> "DELETE FROM " + table + " WHERE room = ? AND ctid = ANY (ARRAY(SELECT ctid FROM " + table
                    + " WHERE room = ? LIMIT ?))")
            .toList();

    private final EpochGenerator epochGenerator;

    RoomRows(EpochGenerator epochGenerator) {
        this.epochGenerator = epochGenerator;
    }

    /** Locks the row of a room, which is created if it does not exist, and reads it in the statement after that. */
    RowMapper.RoomRow lockOrCreate(SqlConnection connection, RoomName room) throws SQLException {
        while (!lock(connection, room)) {
            connection.update(
                    "INSERT INTO room (name, epoch) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
                    room.text(),
                    epochGenerator.next());
        }
        return RowMapper.roomRow(connection, room).orElseThrow();
    }

    private static boolean lock(SqlConnection connection, RoomName room) throws SQLException {
        try (ResultSet row = connection.query("SELECT id FROM room WHERE name = ? FOR UPDATE", room.text())) {
            return row.next();
        }
    }

    /** Deletes a room without messages, and without references after a time. */
    boolean deleteIfEmpty(SqlConnection connection, RoomName room, long since) throws SQLException {
        if (!lock(connection, room)) {
            return false;
        }
        RowMapper.RoomRow row = RowMapper.roomRow(connection, room).orElseThrow();
        if (row.oldest() <= row.head() || hasReferences(connection, row.id(), since)) {
            return false;
        }
        for (String table : DEPENDENT_TABLES) {
            connection.update("DELETE FROM " + table + " WHERE room = ?", row.id());
        }
        return connection.update("DELETE FROM room WHERE id = ?", row.id()) > 0;
    }

    private static boolean hasReferences(SqlConnection connection, long room, long since) throws SQLException {
        try (ResultSet row =
                connection.query("SELECT 1 FROM client_message WHERE room = ? AND at > ? LIMIT 1", room, since)) {
            return row.next();
        }
    }
}
