package dev.parley.history;

import dev.parley.chat.room.ArchivedMessage;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.Position;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Putting messages of one room back, within one transaction. Those that are there already are found by their time:
 * times rise with numbers, so that no index is needed.
 */
final class Restoring {

    private final Session session;
    private final Rows.Room room;
    private @Nullable Instant looked;
    private Map<ArchivedMessage.Key, Integer> there = new HashMap<>();

    Restoring(Session session, Rows.Room room) {
        this.session = session;
        this.room = room;
    }

    /** Stores those that are missing, in this order, or none if one of them comes too late. */
    MessageHistory.ImportedMessages all(List<ArchivedMessage> archivedMessage) throws SQLException {
        List<ArchivedMessage> missing = new ArrayList<>();
        for (ArchivedMessage message : archivedMessage) {
            if (sameAt(message.at()).getOrDefault(message.key(), 0) < message.repetition()) {
                missing.add(message);
            }
        }
        List<Message> stored = new ArrayList<>(missing.size());
        long head = room.head();
        long lastAt = room.lastAt();
        for (ArchivedMessage message : missing) {
            if (message.at().toEpochMilli() < lastAt) {
                return new MessageHistory.ImportedMessages(List.of(), message);
            }
            lastAt = message.at().toEpochMilli();
            head++;
            stored.add(message.at(new Position(room.epoch(), head)));
        }
        store(stored);
        if (!stored.isEmpty()) {
            session.update("UPDATE room SET head = ?, last_at = ? WHERE id = ?", head, lastAt, room.id());
        }
        return new MessageHistory.ImportedMessages(stored, null);
    }

    private void store(List<Message> messages) throws SQLException {
        for (Message message : messages) {
            session.update(
                    "INSERT INTO message (room, seq, at, person, name, via, text, action, reference)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)",
                    room.id(),
                    message.position().seq(),
                    message.at().toEpochMilli(),
                    message.person(),
                    message.name(),
                    message.via(),
                    message.text(),
                    message.action() ? 1 : 0);
        }
    }

    /** The messages of this time that are there, and how often. */
    private Map<ArchivedMessage.Key, Integer> sameAt(Instant at) throws SQLException {
        if (!at.equals(looked)) {
            looked = at;
            there = new HashMap<>();
            long time = at.toEpochMilli();
            if (time <= room.lastAt()) {
                count(firstAt(time), time);
            }
        }
        return there;
    }

    /** The number of the first message that is not older than this. */
    private long firstAt(long time) throws SQLException {
        long low = room.oldest();
        long high = room.head() + 1;
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
        try (ResultSet row = session.query("SELECT at FROM message WHERE room = ? AND seq = ?", room.id(), seq)) {
            return row.next() ? row.getLong(1) : Long.MAX_VALUE;
        }
    }

    private void count(long from, long time) throws SQLException {
        try (ResultSet rows =
                session.query(Rows.MESSAGES + "WHERE room = ? AND seq >= ? ORDER BY seq", room.id(), from)) {
            while (rows.next() && rows.getLong(2) == time) {
                there.merge(ArchivedMessage.key(Rows.message(room.epoch(), rows)), 1, Integer::sum);
            }
        }
    }
}
