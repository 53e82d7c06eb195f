package dev.parley.storage.postgres;

import dev.parley.storage.RetentionPruner;
import dev.parley.storage.RowMapper;
import dev.parley.storage.SqlConnection;
import dev.parley.storage.Transactions;
import dev.parley.text.RoomName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Deletes rooms. */
final class RoomDeletion {

    private RoomDeletion() {}

    /** Locks the row of a room; returns false if it does not exist. */
    static boolean lock(SqlConnection connection, RoomName room) throws SQLException {
        try (ResultSet row = connection.query("SELECT id FROM room WHERE name = ? FOR UPDATE", room.text())) {
            return row.next();
        }
    }

    /** Deletes what a room has now, in slices. A message that is stored meanwhile has a higher number, and stays. */
    static CompletionStage<Integer> deleteMessages(Transactions writing, RoomName room, RowMapper.RoomRow row) {
        return slices(writing, "delete the messages of room " + room, "message", row)
                .thenCompose(done -> slices(writing, "delete the references of room " + room, "client_message", row));
    }

    private static CompletionStage<Integer> slices(
            Transactions writing, String purpose, String table, RowMapper.RoomRow row) {
        return writing.submitSlices(
                purpose,
                RetentionPruner.SLICE,
                connection -> connection.update(
                        "DELETE FROM " + table + " WHERE ctid = ANY (ARRAY(SELECT ctid FROM " + table
                                + " WHERE room = ? AND seq <= ? LIMIT ?))",
                        row.id(),
                        row.head(),
                        RetentionPruner.SLICE));
    }

    /** Deletes a room without messages, and without references after a time. */
    static boolean deleteIfEmpty(SqlConnection connection, RoomName room, long since) throws SQLException {
        if (!lock(connection, room)) {
            return false;
        }
        RowMapper.RoomRow row = RowMapper.roomRow(connection, room).orElseThrow();
        if (row.oldest() <= row.head() || hasReferences(connection, row.id(), since)) {
            return false;
        }
        for (String table : List.of("client_message", "clock_step", "append_ticket")) {
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
