package dev.parley.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.room.ChangeMark;
import dev.parley.chat.room.Deletion;
import dev.parley.chat.room.Edit;
import dev.parley.chat.room.LogEntry;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageState;
import dev.parley.chat.room.Reaction;
import dev.parley.chat.room.Reference;
import dev.parley.chat.room.ReplyTo;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads rows of the tables. */
public final class RowMapper {

    /** The kind of a row with an edit; a message has none. */
    static final int EDIT = 1;

    /** The kind of a row with a deletion. */
    static final int DELETION = 2;

    /** The kind of a row with a reaction, which has the emoji as its text, and as its action whether it was removed. */
    static final int REACTION = 3;

    /** The beginning of a query that {@link #entry} reads. */
    static final String ENTRIES = "SELECT seq, at, person, name, via, text, action, reference, kind, target, target_at,"
            + " reply_to, changed_at, changed_by, deleted, reaction_count FROM message ";

    private static final int PAGE_BYTES = 256 << 10;

    private RowMapper() {}

    /**
     * A row of a room.
     *
     * @param lastAt the time of the last message, in milliseconds since 1970
     * @param oldest the sequence number of the oldest message; {@code head + 1} if there is none
     */
    public record RoomRow(long id, String epoch, long head, long lastAt, String topic, long oldest) {}

    /** Returns a room, if it is stored. */
    public static Optional<RoomRow> roomRow(SqlConnection connection, RoomName name) throws SQLException {
        // The oldest message is the first entry of the key, found without a scan.
        try (ResultSet row = connection.query(
                "SELECT id, epoch, head, last_at, topic,"
                        + " coalesce((SELECT min(seq) FROM message WHERE room = room.id), head + 1)"
                        + " FROM room WHERE name = ?",
                name.text())) {
            return row.next()
                    ? Optional.of(new RoomRow(
                            row.getLong(1),
                            row.getString(2),
                            row.getLong(3),
                            row.getLong(4),
                            connection.required(row, 5),
                            row.getLong(6)))
                    : Optional.empty();
        }
    }

    /** Reads the entries of a query that begins with {@link #ENTRIES}, as far as they fit into a page. */
    static List<LogEntry> page(SqlConnection connection, RoomRow roomRow, ResultSet rows) throws SQLException {
        List<LogEntry> entries = new ArrayList<>();
        long bytes = 0;
        while (rows.next()) {
            bytes += connection.required(rows, 6).getBytes(UTF_8).length;
            if (bytes > PAGE_BYTES && !entries.isEmpty()) {
                break;
            }
            entries.add(entry(connection, roomRow.epoch(), rows));
        }
        return entries;
    }

    /** Returns the entries that meet a condition, with complete messages. */
    static List<LogEntry> entries(
            SqlConnection connection, RoomRow roomRow, String condition, @Nullable Object... values)
            throws SQLException {
        List<LogEntry> entries;
        try (ResultSet rows = connection.query(ENTRIES + condition, values)) {
            entries = page(connection, roomRow, rows);
        }
        return MessageStates.complete(connection, roomRow.id(), entries);
    }

    /** Reads an entry; a message without reactions, and without the preview of the one that it replies to. */
    static LogEntry entry(SqlConnection connection, String epoch, ResultSet row) throws SQLException {
        Position position = new Position(epoch, row.getLong(1));
        Instant at = time(row, 2);
        String person = connection.required(row, 3);
        String name = connection.required(row, 4);
        String via = connection.required(row, 5);
        String text = connection.required(row, 6);
        String written = row.getString(8);
        Reference reference = written == null ? null : new Reference(written);
        long target = row.getLong(10);
        return switch (row.getInt(9)) {
            case EDIT -> new Edit(position, at, person, name, via, target, time(row, 11), text, reference);
            case DELETION -> new Deletion(position, at, person, name, via, target, time(row, 11), reference);
            case REACTION ->
                new Reaction(
                        position,
                        at,
                        person,
                        name,
                        via,
                        target,
                        time(row, 11),
                        text,
                        row.getBoolean(7),
                        row.getInt(16),
                        reference);
            default ->
                new Message(
                        position, at, person, name, via, text, row.getBoolean(7), reference, state(connection, row));
        };
    }

    private static MessageState state(SqlConnection connection, ResultSet row) throws SQLException {
        long replyTo = row.getLong(12);
        String changedBy = connection.text(row, 14);
        if (replyTo == 0 && changedBy == null) {
            return MessageState.PLAIN;
        }
        ChangeMark mark = changedBy == null ? null : new ChangeMark(changedBy, time(row, 13));
        boolean deleted = row.getBoolean(15);
        return new MessageState(
                deleted ? null : mark,
                deleted ? mark : null,
                replyTo == 0 ? null : ReplyTo.expired(replyTo),
                List.of());
    }

    private static Instant time(ResultSet row, int column) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(column));
    }
}
