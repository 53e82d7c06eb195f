package dev.parley.storage;

import dev.parley.chat.room.ChangeDraft;
import dev.parley.chat.room.EntryDraft;
import dev.parley.chat.room.LogEntry;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageDraft;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.Reference;
import dev.parley.chat.room.Rejection;
import dev.parley.chat.room.ReplyTo;
import dev.parley.text.Position;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stores one batch of drafts of one room in one transaction, one by one. Keeps no state between batches: sequence number,
 * time and references are read from the database, so that they are right after any failure.
 */
public final class AppendTransaction {

    private final SqlConnection connection;
    private final RowMapper.RoomRow roomRow;
    private final String table;
    private final long now;
    private final Instant at;
    private final MessageReferences references = new MessageReferences();
    private final ChangeWriter changeWriter;
    private long head;

    /**
     * Creates a transaction for a room whose row is locked.
     *
     * @param references the name of the table of references
     */
    public AppendTransaction(SqlConnection connection, RowMapper.RoomRow roomRow, String references, Instant now) {
        this.connection = connection;
        this.roomRow = roomRow;
        this.table = references;
        this.now = now.toEpochMilli();
        this.head = roomRow.head();
        this.at = MessageHistory.timeOfNext(Instant.ofEpochMilli(roomRow.lastAt()), Instant.ofEpochMilli(this.now));
        this.changeWriter = new ChangeWriter(connection, roomRow, at);
    }

    /** Stores the drafts, in order. */
    public List<MessageHistory.AppendedDraft> run(List<? extends EntryDraft> drafts) throws SQLException {
        List<MessageHistory.AppendedDraft> appendedDrafts = new ArrayList<>(drafts.size());
        for (EntryDraft draft : drafts) {
            Reference reference = draft.reference();
            appendedDrafts.add(reference == null ? store(draft) : once(draft, reference));
        }
        if (head > roomRow.head()) {
            if (at.toEpochMilli() < roomRow.lastAt()) {
                ClockSteps.add(connection, roomRow.id(), roomRow.head() + 1);
            }
            connection.update(
                    "UPDATE room SET head = ?, last_at = ? WHERE id = ?", head, at.toEpochMilli(), roomRow.id());
            if (roomRow.head() == 0) {
                String creator = MessageHistory.creatorOf(drafts.get(0));
                connection.update("UPDATE room SET creator = ? WHERE id = ?", creator, roomRow.id());
            }
        }
        return appendedDrafts;
    }

    private MessageHistory.AppendedDraft once(EntryDraft draft, Reference reference) throws SQLException {
        byte[] sender = references.sender(draft);
        byte[] digest = references.content(draft);
        // The unique index decides, so that no separate query is needed.
        while (connection.update(
                        "INSERT INTO " + table + " (room, sender, reference, seq, at, digest) VALUES (?, ?, ?, ?, ?, ?)"
                                + " ON CONFLICT DO NOTHING",
                        roomRow.id(),
                        sender,
                        reference.id(),
                        head + 1,
                        at.toEpochMilli(),
                        digest)
                == 0) {
            MessageHistory.AppendedDraft before = earlierResult(draft, reference, sender, digest);
            if (before != null) {
                return before;
            }
        }
        MessageHistory.AppendedDraft result = store(draft);
        if (!(result instanceof MessageHistory.Stored)) {
            delete(reference, sender);
        }
        return result;
    }

    private void delete(Reference reference, byte[] sender) throws SQLException {
        connection.update(
                "DELETE FROM " + table + " WHERE room = ? AND sender = ? AND reference = ?",
                roomRow.id(),
                sender,
                reference.id());
    }

    /** Returns the result of the first entry with this reference, or null if the reference has expired. */
    private MessageHistory.@Nullable AppendedDraft earlierResult(
            EntryDraft draft, Reference reference, byte[] sender, byte[] digest) throws SQLException {
        long seq;
        long then;
        boolean same;
        try (ResultSet row = connection.query(
                "SELECT seq, at, digest FROM " + table + " WHERE room = ? AND sender = ? AND reference = ?",
                roomRow.id(),
                sender,
                reference.id())) {
            row.next();
            seq = row.getLong(1);
            then = row.getLong(2);
            same = Arrays.equals(digest, row.getBytes(3));
        }
        if (now - then >= MessageReferences.KEPT.toMillis()) {
            delete(reference, sender);
            return null;
        }
        return same
                ? new MessageHistory.Stored(stored(draft, seq, Instant.ofEpochMilli(then)), true)
                : new MessageHistory.Conflict();
    }

    /** Returns the stored entry, or one rebuilt from the repeated draft if it has been deleted. */
    private LogEntry stored(EntryDraft draft, long seq, Instant then) throws SQLException {
        List<LogEntry> found = RowMapper.entries(connection, roomRow, "WHERE room = ? AND seq = ?", roomRow.id(), seq);
        Position position = new Position(roomRow.epoch(), seq);
        return found.isEmpty() ? ChangeWriter.entry(draft, position, then, then, 0) : found.get(0);
    }

    private MessageHistory.AppendedDraft store(EntryDraft draft) throws SQLException {
        if (draft instanceof MessageDraft message) {
            return store(message);
        }
        MessageHistory.AppendedDraft result = changeWriter.store((ChangeDraft) draft, head + 1);
        head += result instanceof MessageHistory.Stored ? 1 : 0;
        return result;
    }

    private MessageHistory.AppendedDraft store(MessageDraft draft) throws SQLException {
        Long replyTo = draft.replyTo();
        Message target = replyTo == null ? null : changeWriter.message(replyTo);
        if (replyTo != null && target == null) {
            return new MessageHistory.Rejected(Rejection.NO_SUCH_MESSAGE);
        }
        head++;
        Message message = draft.at(new Position(roomRow.epoch(), head), at, target == null ? null : ReplyTo.of(target));
        Reference reference = draft.reference();
        connection.update(
                "INSERT INTO message (room, seq, at, person, name, via, text, action, reference, reply_to)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                roomRow.id(),
                head,
                at.toEpochMilli(),
                message.person(),
                message.name(),
                message.via(),
                message.text(),
                message.action(),
                reference == null ? null : reference.id(),
                replyTo);
        return new MessageHistory.Stored(message, false);
    }
}
