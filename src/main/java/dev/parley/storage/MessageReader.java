package dev.parley.storage;

import dev.parley.chat.room.LogEntry;
import dev.parley.chat.room.MessageHistory;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Reads rooms and pages of messages. Thread-safe; no method blocks. */
public final class MessageReader {

    private static final String FIND_ROOMS = "SELECT name FROM (SELECT name,"
            + " CASE WHEN name LIKE ? ESCAPE '!' THEN 0 ELSE 1 END AS place"
            + " FROM room WHERE name LIKE ? ESCAPE '!' AND NOT " + RoomDeletion.IS_DELETED + ") AS found"
            + " WHERE (place, name) > (?, ?) ORDER BY place, name LIMIT ?";
    private static final String MESSAGES_ONLY = "AND kind IS NULL ";

    private final Transactions reading;

    /** Creates a reader. */
    public MessageReader(Transactions reading) {
        this.reading = reading;
    }

    /** Returns the stored rooms, by the time of their last message. */
    public CompletionStage<List<MessageHistory.StoredRoom>> rooms() {
        return reading.submit("read the rooms", MessageReader::rooms);
    }

    private static List<MessageHistory.StoredRoom> rooms(SqlConnection connection) throws SQLException {
        List<MessageHistory.StoredRoom> rooms = new ArrayList<>();
        try (ResultSet row =
                connection.query("SELECT name, topic, NOT EXISTS (SELECT 1 FROM message WHERE room = room.id), creator,"
                        + " last_at FROM room WHERE NOT " + RoomDeletion.IS_DELETED + " ORDER BY last_at, id")) {
            while (row.next()) {
                rooms.add(new MessageHistory.StoredRoom(
                        new RoomName(row.getString(1)),
                        connection.required(row, 2),
                        row.getBoolean(3),
                        row.getString(4),
                        Instant.ofEpochMilli(row.getLong(5))));
            }
        }
        return rooms;
    }

    /** Returns the names of rooms that contain a text: first those that begin with it, then the others, each by name. */
    public CompletionStage<List<RoomName>> findRooms(String text, @Nullable RoomName after, int most) {
        return reading.submit("find rooms", connection -> findRooms(connection, text, after, most));
    }

    private static List<RoomName> findRooms(SqlConnection connection, String text, @Nullable RoomName after, int most)
            throws SQLException {
        String escaped = text.replace("_", "!_"); // no other character of a name has a meaning in a pattern
        String last = after == null ? "" : after.text();
        List<RoomName> found = new ArrayList<>();
        try (ResultSet row = connection.query(
                FIND_ROOMS,
                escaped + "%",
                "%" + escaped + "%",
                last.isEmpty() || last.startsWith(text) ? 0 : 1,
                last,
                most)) {
            while (row.next()) {
                found.add(new RoomName(row.getString(1)));
            }
        }
        return found;
    }

    /** Returns the positions of the last messages of rooms. */
    public CompletionStage<Map<RoomName, Position>> heads(Collection<RoomName> rooms) {
        Set<RoomName> wanted = Set.copyOf(rooms);
        return reading.submit("read the heads of the rooms", connection -> {
            Map<RoomName, Position> heads = new HashMap<>();
            try (ResultSet row =
                    connection.query("SELECT name, epoch, head FROM room WHERE NOT " + RoomDeletion.IS_DELETED)) {
                while (row.next()) {
                    RoomName room = new RoomName(row.getString(1));
                    if (wanted.contains(room)) {
                        heads.put(room, new Position(row.getString(2), row.getLong(3)));
                    }
                }
            }
            return heads;
        });
    }

    /** Returns the row of a room, if it is stored. */
    public CompletionStage<Optional<RowMapper.RoomRow>> row(RoomName room) {
        return reading.submit("open room " + room, connection -> RowMapper.roomRow(connection, room));
    }

    /** Returns the first entries after {@code after} and up to {@code until}, as far as they fit into a page. */
    public CompletionStage<MessageHistory.Page> after(RoomName room, long after, long until, int rows) {
        return after(room, "", after, until, rows);
    }

    /** Returns the same without changes. */
    public CompletionStage<MessageHistory.Page> messagesAfter(RoomName room, long after, long until, int rows) {
        return after(room, MESSAGES_ONLY, after, until, rows);
    }

    private CompletionStage<MessageHistory.Page> after(RoomName room, String kind, long after, long until, int rows) {
        return page(
                room,
                (connection, row) -> RowMapper.entries(
                        connection,
                        row,
                        "WHERE room = ? AND seq > ? AND seq <= ? " + kind + "ORDER BY seq LIMIT ?",
                        row.id(),
                        after,
                        until,
                        rows));
    }

    /** Returns the last entries before {@code before}. */
    public CompletionStage<MessageHistory.Page> before(RoomName room, long before, int rows) {
        return before(room, "", before, rows);
    }

    /** Returns the last messages before {@code before}. */
    public CompletionStage<MessageHistory.Page> messagesBefore(RoomName room, long before, int rows) {
        return before(room, MESSAGES_ONLY, before, rows);
    }

    private CompletionStage<MessageHistory.Page> before(RoomName room, String kind, long before, int rows) {
        return page(room, (connection, row) -> {
            List<LogEntry> latestFirst = new ArrayList<>();
            try (ResultSet found = connection.query(
                    RowMapper.ENTRIES + "WHERE room = ? AND seq < ? " + kind + "ORDER BY seq DESC LIMIT ?",
                    row.id(),
                    before,
                    rows)) {
                while (found.next()) {
                    latestFirst.add(RowMapper.entry(connection, row.epoch(), found));
                }
            }
            Collections.reverse(latestFirst);
            return MessageStates.complete(connection, row.id(), latestFirst);
        });
    }

    private interface Query {
        List<LogEntry> of(SqlConnection connection, RowMapper.RoomRow roomRow) throws SQLException;
    }

    private CompletionStage<MessageHistory.Page> page(RoomName room, Query entries) {
        return reading.submit("read messages of room " + room, connection -> {
            Optional<RowMapper.RoomRow> row = RowMapper.roomRow(connection, room);
            return row.isEmpty()
                    ? new MessageHistory.Page(List.of(), 1)
                    : new MessageHistory.Page(
                            entries.of(connection, row.get()), row.get().oldest());
        });
    }
}
