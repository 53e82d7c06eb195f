package dev.parley.storage.sqlite;

import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageDraft;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.Reference;
import dev.parley.storage.ClockSteps;
import dev.parley.storage.MessageReferences;
import dev.parley.storage.RowMapper;
import dev.parley.storage.SqlConnection;
import dev.parley.text.Position;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stores one batch of drafts of one room in one transaction. Keeps no state between batches: sequence number, time and
 * references are read from the file, so that they are right after any failure.
 */
final class AppendTransaction {

    private final SqlConnection connection;
    private final RowMapper.RoomRow roomRow;
    private final long now;
    private final long at;
    private final MessageReferences references = new MessageReferences();
    private long head;

    AppendTransaction(SqlConnection connection, RowMapper.RoomRow roomRow, Instant now) {
        this.connection = connection;
        this.roomRow = roomRow;
        this.now = now.toEpochMilli();
        this.head = roomRow.head();
        this.at = MessageHistory.timeOfNext(Instant.ofEpochMilli(roomRow.lastAt()), Instant.ofEpochMilli(this.now))
                .toEpochMilli();
    }

    /** Stores the drafts, in order. */
    List<MessageHistory.AppendedDraft> run(List<MessageDraft> messageDrafts) throws SQLException {
        List<MessageHistory.AppendedDraft> appendedDrafts = new ArrayList<>(messageDrafts.size());
        for (MessageDraft draft : messageDrafts) {
            Reference reference = draft.reference();
            appendedDrafts.add(reference == null ? store(draft, null) : once(draft, reference));
        }
        if (head > roomRow.head()) {
            if (at < roomRow.lastAt()) {
                ClockSteps.add(connection, roomRow.id(), roomRow.head() + 1);
            }
            connection.update("UPDATE room SET head = ?, last_at = ? WHERE id = ?", head, at, roomRow.id());
            if (roomRow.head() == 0) {
                String creator = MessageHistory.creatorOf(messageDrafts.get(0));
                connection.update("UPDATE room SET creator = ? WHERE id = ?", creator, roomRow.id());
            }
            deleteExcessReferences();
        }
        return appendedDrafts;
    }

    /** Keeps the table of references bounded under a flood of messages. Rows are stored in the order of their ids. */
    private void deleteExcessReferences() throws SQLException {
        connection.update("DELETE FROM sent WHERE id <= (SELECT max(id) FROM sent) - ?", MessageReferences.MOST_KEPT);
    }

    private MessageHistory.AppendedDraft once(MessageDraft draft, Reference reference) throws SQLException {
        byte[] sender = references.sender(draft);
        byte[] digest = references.content(draft);
        // The unique index decides, so that no separate query is needed.
        while (connection.update(
                        "INSERT INTO sent (room, sender, reference, seq, at, digest) VALUES (?, ?, ?, ?, ?, ?)"
                                + " ON CONFLICT DO NOTHING",
                        roomRow.id(),
                        sender,
                        reference.id(),
                        head + 1,
                        at,
                        digest)
                == 0) {
            MessageHistory.AppendedDraft before = earlierResult(draft, reference, sender, digest);
            if (before != null) {
                return before;
            }
        }
        return store(draft, reference);
    }

    /** Returns the result of the first message with this reference, or null if the reference has expired. */
    private MessageHistory.@Nullable AppendedDraft earlierResult(
            MessageDraft draft, Reference reference, byte[] sender, byte[] digest) throws SQLException {
        long id;
        long seq;
        long then;
        boolean same;
        try (ResultSet row = connection.query(
                "SELECT id, seq, at, digest FROM sent WHERE room = ? AND sender = ? AND reference = ?",
                roomRow.id(),
                sender,
                reference.id())) {
            row.next();
            id = row.getLong(1);
            seq = row.getLong(2);
            then = row.getLong(3);
            same = Arrays.equals(digest, row.getBytes(4));
        }
        if (now - then >= MessageReferences.KEPT.toMillis()) {
            connection.update("DELETE FROM sent WHERE id = ?", id);
            return null;
        }
        return same
                ? new MessageHistory.Stored(stored(draft, reference, seq, then), true)
                : new MessageHistory.Conflict();
    }

    /** Returns the stored message, or one rebuilt from the repeated draft if it has been deleted. */
    private Message stored(MessageDraft draft, Reference reference, long seq, long then) throws SQLException {
        try (ResultSet row = connection.query(RowMapper.MESSAGES + "WHERE room = ? AND seq = ?", roomRow.id(), seq)) {
            return row.next()
                    ? RowMapper.message(connection, roomRow.epoch(), row)
                    : message(draft, reference, seq, then);
        }
    }

    private MessageHistory.AppendedDraft store(MessageDraft draft, @Nullable Reference reference) throws SQLException {
        head++;
        Message message = message(draft, reference, head, at);
        connection.update(
                "INSERT INTO message (room, seq, at, person, name, via, text, action, reference)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                roomRow.id(),
                head,
                at,
                message.person(),
                message.name(),
                message.via(),
                message.text(),
                message.action(),
                reference == null ? null : reference.id());
        return new MessageHistory.Stored(message, false);
    }

    private Message message(MessageDraft draft, @Nullable Reference reference, long seq, long time) {
        return new Message(
                new Position(roomRow.epoch(), seq),
                Instant.ofEpochMilli(time),
                draft.user().id(),
                draft.user().nickname().text(),
                draft.via(),
                draft.text(),
                draft.action(),
                reference);
    }
}
