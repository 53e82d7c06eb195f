package dev.parley.storage;

import dev.parley.chat.room.ArchivedMessage;
import dev.parley.chat.room.ChangeMark;
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
 * Imports messages of one room in one transaction. Existing messages are found by their time, which does not decrease
 * within a {@link ClockSteps.Segment}.
 */
public final class MessageImporter {

    private final SqlConnection connection;
    private final RowMapper.RoomRow roomRow;
    private final Instant now;
    private final List<TimeRange> timeRanges = new ArrayList<>();
    private @Nullable Instant looked;
    private Map<ArchivedMessage.Key, Integer> there = new HashMap<>();

    /** Creates an importer for a room whose row is locked. */
    public MessageImporter(SqlConnection connection, RowMapper.RoomRow roomRow, Instant now) throws SQLException {
        this.connection = connection;
        this.roomRow = roomRow;
        this.now = now;
        for (ClockSteps.Segment segment : ClockSteps.segments(connection, roomRow)) {
            if (segment.first() < segment.end()) {
                timeRanges.add(new TimeRange(segment, timeOf(segment.first()), timeOf(segment.end() - 1)));
            }
        }
    }

    /** The times of the messages of a segment, so that a time outside needs no query. */
    private record TimeRange(ClockSteps.Segment segment, long first, long last) {
        private boolean contains(long time) {
            return first <= time && time <= last;
        }
    }

    /** Stores the missing messages, in order, or none if one of them is late. */
    public MessageHistory.ImportedMessages run(List<ArchivedMessage> archivedMessages) throws SQLException {
        List<Message> stored = new ArrayList<>();
        ArchivedMessage.Key last = last();
        Instant lastAt = Instant.ofEpochMilli(roomRow.lastAt());
        boolean mayBeOlder = lastAt.isAfter(now.plus(MessageHistory.CLOCK_TOLERANCE));
        long head = roomRow.head();
        for (ArchivedMessage message : archivedMessages) {
            if (sameAt(message.at()).getOrDefault(message.key(), 0) >= message.repetition()) {
                mayBeOlder |= message.key().equals(last);
                continue;
            }
            if (!mayBeOlder && message.at().isBefore(lastAt)) {
                return new MessageHistory.ImportedMessages(List.of(), message);
            }
            mayBeOlder = true;
            head++;
            stored.add(message.at(new Position(roomRow.epoch(), head)));
        }
        store(stored);
        return new MessageHistory.ImportedMessages(stored, null);
    }

    /** Returns the last message of the room; null if there is none. */
    private ArchivedMessage.@Nullable Key last() throws SQLException {
        try (ResultSet row = connection.query(
                RowMapper.ENTRIES + "WHERE room = ? AND kind IS NULL ORDER BY seq DESC LIMIT 1", roomRow.id())) {
            return row.next() && RowMapper.entry(connection, roomRow.epoch(), row) instanceof Message message
                    ? ArchivedMessage.key(message)
                    : null;
        }
    }

    private void store(List<Message> messages) throws SQLException {
        long head = roomRow.head();
        long lastAt = roomRow.lastAt();
        for (Message message : messages) {
            head = message.position().seq();
            long at = message.at().toEpochMilli();
            if (at < lastAt) {
                ClockSteps.add(connection, roomRow.id(), head);
            }
            lastAt = at;
            ChangeMark mark = message.isDeleted()
                    ? message.state().deleted()
                    : message.state().edited();
            connection.update(
                    "INSERT INTO message (room, seq, at, person, name, via, text, action, changed_at, changed_by, deleted)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    roomRow.id(),
                    head,
                    at,
                    message.person(),
                    message.name(),
                    message.via(),
                    message.text(),
                    message.action(),
                    mark == null ? null : mark.at().toEpochMilli(),
                    mark == null ? null : mark.by(),
                    mark == null ? null : message.isDeleted());
        }
        if (!messages.isEmpty()) {
            connection.update("UPDATE room SET head = ?, last_at = ? WHERE id = ?", head, lastAt, roomRow.id());
        }
    }

    /** Returns the number of existing messages at a time, by key. */
    private Map<ArchivedMessage.Key, Integer> sameAt(Instant at) throws SQLException {
        if (!at.equals(looked)) {
            looked = at;
            there = new HashMap<>();
            long time = at.toEpochMilli();
            for (TimeRange timeRange : timeRanges) {
                if (timeRange.contains(time)) {
                    count(
                            firstAt(timeRange.segment(), time),
                            timeRange.segment().end(),
                            time);
                }
            }
        }
        return there;
    }

    /** Returns the sequence number of the first message of a segment that is not older. */
    private long firstAt(ClockSteps.Segment segment, long time) throws SQLException {
        long low = segment.first();
        long high = segment.end();
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

    private void count(long from, long end, long time) throws SQLException {
        if (from == end) {
            return;
        }
        try (ResultSet rows = connection.query(
                RowMapper.ENTRIES + "WHERE room = ? AND seq >= ? AND seq < ? ORDER BY seq", roomRow.id(), from, end)) {
            while (rows.next() && rows.getLong(2) == time) {
                if (RowMapper.entry(connection, roomRow.epoch(), rows) instanceof Message message) {
                    there.merge(ArchivedMessage.key(message), 1, Integer::sum);
                }
            }
        }
    }
}
