package dev.parley.storage.sqlite;

import dev.parley.chat.room.ArchivedMessage;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageHistory;
import dev.parley.text.Position;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Imports messages of one room in one transaction. Existing messages are found by their time: times rise with sequence
 * numbers, so that no index is needed.
 */
final class MessageImporter {

    private final SqliteConnection connection;
    private final RowMapper.RoomRow roomRow;
    private @Nullable Instant looked;
    private Map<ArchivedMessage.Key, Integer> there = new HashMap<>();

    MessageImporter(SqliteConnection connection, RowMapper.RoomRow roomRow) {
        this.connection = connection;
        this.roomRow = roomRow;
    }

    /** Stores the missing messages, in order, or none if one of them is older than an existing one. */
    MessageHistory.ImportedMessages run(List<ArchivedMessage> archivedMessage) throws SQLException {
        List<ArchivedMessage> missing = new ArrayList<>();
        for (ArchivedMessage message : archivedMessage) {
            if (sameAt(message.at()).getOrDefault(message.key(), 0) < message.repetition()) {
                missing.add(message);
            }
        }
        List<Message> stored = new ArrayList<>(missing.size());
        long head = roomRow.head();
        long lastAt = roomRow.lastAt();
        for (ArchivedMessage message : missing) {
            if (message.at().toEpochMilli() < lastAt) {
                return new MessageHistory.ImportedMessages(List.of(), message);
            }
            lastAt = message.at().toEpochMilli();
            head++;
            stored.add(message.at(new Position(roomRow.epoch(), head)));
        }
        store(stored);
        if (!stored.isEmpty()) {
            connection.update("UPDATE room SET head = ?, last_at = ? WHERE id = ?", head, lastAt, roomRow.id());
        }
        return new MessageHistory.ImportedMessages(stored, null);
    }

    private void store(List<Message> messages) throws SQLException {
        for (Message message : messages) {
            connection.update(
                    "INSERT INTO message (room, seq, at, person, name, via, text, action, reference)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)",
                    roomRow.id(),
                    message.position().seq(),
                    message.at().toEpochMilli(),
                    message.person(),
                    message.name(),
                    message.via(),
                    message.text(),
                    message.action() ? 1 : 0);
        }
    }

    /** Returns the number of existing messages at a time, by key. */
    private Map<ArchivedMessage.Key, Integer> sameAt(Instant at) throws SQLException {
        if (!at.equals(looked)) {
            looked = at;
            there = new HashMap<>();
            long time = at.toEpochMilli();
            if (time <= roomRow.lastAt()) {
                count(firstAt(time), time);
            }
        }
        return there;
    }

    /** Returns the sequence number of the first message that is not older. */
    private long firstAt(long time) throws SQLException {
        long low = roomRow.oldest();
        long high = roomRow.head() + 1;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (timeOf(middle) < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private long timeOf(long seq) throws SQLException {
        try (ResultSet row = connection.query("SELECT at FROM message WHERE room = ? AND seq = ?", roomRow.id(), seq)) {
            return row.next() ? row.getLong(1) : Long.MAX_VALUE;
        }
    }

    private void count(long from, long time) throws SQLException {
        try (ResultSet rows =
                connection.query(RowMapper.MESSAGES + "WHERE room = ? AND seq >= ? ORDER BY seq", roomRow.id(), from)) {
            while (rows.next() && rows.getLong(2) == time) {
                there.merge(ArchivedMessage.key(RowMapper.message(roomRow.epoch(), rows)), 1, Integer::sum);
            }
        }
    }
}
