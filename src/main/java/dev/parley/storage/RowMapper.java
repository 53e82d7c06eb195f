package dev.parley.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.Reference;
import dev.parley.chat.room.RoomSettings;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads rows of the tables. */
public final class RowMapper {

    /** The beginning of a query that {@link #message} reads. */
    public static final String MESSAGES = "SELECT seq, at, person, name, via, text, action, reference FROM message ";

    private static final int PAGE_BYTES = 256 << 10;

    private RowMapper() {}

    /**
     * A row of a room.
     *
     * @param lastAt the time of the last message, in milliseconds since 1970
     * @param oldest the sequence number of the oldest message; {@code head + 1} if there is none
     */
    public record RoomRow(
            long id, String epoch, long head, long lastAt, String topic, long oldest, RoomSettings settings) {

        /** Returns the bounds of the history. */
        public MessageHistory.Bounds bounds() {
            return new MessageHistory.Bounds(epoch, oldest, head, topic, settings);
        }
    }

    /** Returns a room, if it is stored. */
    public static Optional<RoomRow> roomRow(SqlConnection connection, RoomName name) throws SQLException {
        // The oldest message is the first entry of the key, found without a scan.
        try (ResultSet row = connection.query(
                "SELECT id, epoch, head, last_at, topic,"
                        + " coalesce((SELECT min(seq) FROM message WHERE room = room.id), head + 1),"
                        + " locked, slow FROM room WHERE name = ?",
                name.text())) {
            return row.next()
                    ? Optional.of(new RoomRow(
                            row.getLong(1),
                            row.getString(2),
                            row.getLong(3),
                            row.getLong(4),
                            connection.required(row, 5),
                            row.getLong(6),
                            settings(row, 7)))
                    : Optional.empty();
        }
    }

    /** Reads the settings of a room from the columns {@code locked} and {@code slow}. */
    static RoomSettings settings(ResultSet row, int column) throws SQLException {
        return new RoomSettings(row.getBoolean(column), Duration.ofMillis(row.getLong(column + 1)));
    }

    /** Reads the messages of a query that begins with {@link #MESSAGES}, as far as they fit into a page. */
    static List<Message> page(SqlConnection connection, String epoch, ResultSet rows) throws SQLException {
        List<Message> messages = new ArrayList<>();
        long bytes = 0;
        while (rows.next()) {
            Message message = message(connection, epoch, rows);
            bytes += message.text().getBytes(UTF_8).length;
            if (bytes > PAGE_BYTES && !messages.isEmpty()) {
                break;
            }
            messages.add(message);
        }
        return messages;
    }

    /** Reads a message. */
    public static Message message(SqlConnection connection, String epoch, ResultSet row) throws SQLException {
        String reference = row.getString(8);
        return new Message(
                new Position(epoch, row.getLong(1)),
                Instant.ofEpochMilli(row.getLong(2)),
                connection.required(row, 3),
                connection.required(row, 4),
                connection.required(row, 5),
                connection.required(row, 6),
                row.getBoolean(7),
                reference == null ? null : new Reference(reference));
    }
}
