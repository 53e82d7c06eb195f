package dev.parley.storage;

import dev.parley.chat.room.Change;
import dev.parley.chat.room.ChangeDraft;
import dev.parley.chat.room.Deletion;
import dev.parley.chat.room.DeletionDraft;
import dev.parley.chat.room.Edit;
import dev.parley.chat.room.EditDraft;
import dev.parley.chat.room.EntryDraft;
import dev.parley.chat.room.LogEntry;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageDraft;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.Reaction;
import dev.parley.chat.room.ReactionCount;
import dev.parley.chat.room.ReactionDraft;
import dev.parley.chat.room.Reference;
import dev.parley.chat.room.Rejection;
import dev.parley.chat.room.ReplyTo;
import dev.parley.text.Position;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stores changes of messages of one room in the transaction of the caller, which has locked the room. */
final class ChangeWriter {

    private final SqlConnection connection;
    private final RowMapper.RoomRow roomRow;
    private final Instant at;

    /** Creates a writer of changes that have one time. */
    ChangeWriter(SqlConnection connection, RowMapper.RoomRow roomRow, Instant at) {
        this.connection = connection;
        this.roomRow = roomRow;
        this.at = at;
    }

    /** Returns a message as it is now, without reactions and preview; null if there is none. */
    @Nullable
    Message message(long seq) throws SQLException {
        try (ResultSet row = connection.query(
                RowMapper.ENTRIES + "WHERE room = ? AND seq = ? AND kind IS NULL", roomRow.id(), seq)) {
            return row.next() && RowMapper.entry(connection, roomRow.epoch(), row) instanceof Message message
                    ? message
                    : null;
        }
    }

    /** Stores a change under a sequence number, if it is allowed. */
    MessageHistory.AppendedDraft store(ChangeDraft draft, long seq) throws SQLException {
        Message target = message(draft.target());
        Optional<Rejection> rejection = Rejection.of(draft, target);
        if (rejection.isPresent() || target == null) {
            return new MessageHistory.Rejected(rejection.orElse(Rejection.NO_SUCH_MESSAGE));
        }
        int count = 0;
        if (draft instanceof ReactionDraft reaction) {
            MessageHistory.AppendedDraft refused = checkReaction(reaction);
            if (refused != null) {
                return refused;
            }
            count = react(reaction, seq);
        } else {
            changeText(draft);
        }
        Change entry = (Change) entry(draft, new Position(roomRow.epoch(), seq), at, target.at(), count);
        insert(entry);
        return new MessageHistory.Stored(entry, false);
    }

    private void changeText(ChangeDraft draft) throws SQLException {
        boolean deletes = draft instanceof DeletionDraft;
        String text = draft instanceof EditDraft edit ? edit.text() : "";
        connection.update(
                "UPDATE message SET text = ?, changed_at = ?, changed_by = ?, deleted = ? WHERE room = ? AND seq = ?",
                text,
                at.toEpochMilli(),
                draft.user().nickname().text(),
                deletes,
                roomRow.id(),
                draft.target());
        connection.update(
                "UPDATE message SET text = ? WHERE room = ? AND target = ? AND kind = " + RowMapper.EDIT,
                text,
                roomRow.id(),
                draft.target());
        if (deletes) {
            connection.update("DELETE FROM reaction WHERE room = ? AND target = ?", roomRow.id(), draft.target());
        }
    }

    /** Returns why a reaction is not stored; null if it is. */
    private MessageHistory.@Nullable AppendedDraft checkReaction(ReactionDraft draft) throws SQLException {
        boolean exists = number(
                        "SELECT count(*) FROM reaction WHERE room = ? AND target = ? AND emoji = ? AND person = ?",
                        draft.target(),
                        draft.emoji(),
                        draft.user().id())
                > 0;
        if (exists != draft.removes()) {
            return new MessageHistory.Unchanged();
        }
        boolean isFull = !draft.removes()
                && number(
                                "SELECT count(DISTINCT emoji) FROM reaction WHERE room = ? AND target = ? AND emoji <> ?",
                                draft.target(),
                                draft.emoji())
                        >= ReactionCount.MOST_KINDS;
        return isFull ? new MessageHistory.Rejected(Rejection.TOO_MANY_REACTIONS) : null;
    }

    /** Adds or removes a reaction, and returns the number of users with the emoji. */
    private int react(ReactionDraft draft, long seq) throws SQLException {
        if (draft.removes()) {
            connection.update(
                    "DELETE FROM reaction WHERE room = ? AND target = ? AND emoji = ? AND person = ?",
                    roomRow.id(),
                    draft.target(),
                    draft.emoji(),
                    draft.user().id());
        } else {
            connection.update(
                    "INSERT INTO reaction (room, target, emoji, person, name, seq) VALUES (?, ?, ?, ?, ?, ?)",
                    roomRow.id(),
                    draft.target(),
                    draft.emoji(),
                    draft.user().id(),
                    draft.user().nickname().text(),
                    seq);
        }
        return number(
                "SELECT count(*) FROM reaction WHERE room = ? AND target = ? AND emoji = ?",
                draft.target(),
                draft.emoji());
    }

    private int number(String sql, Object... values) throws SQLException {
        Object[] all = new Object[values.length + 1];
        all[0] = roomRow.id();
        System.arraycopy(values, 0, all, 1, values.length);
        try (ResultSet row = connection.query(sql, all)) {
            row.next();
            return row.getInt(1);
        }
    }

    private void insert(Change entry) throws SQLException {
        Reference reference = entry.reference();
        Reaction reaction = entry instanceof Reaction reacted ? reacted : null;
        connection.update(
                "INSERT INTO message (room, seq, at, person, name, via, text, action, reference, kind, target, target_at,"
                        + " reaction_count) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                roomRow.id(),
                entry.position().seq(),
                at.toEpochMilli(),
                entry.person(),
                entry.name(),
                entry.via(),
                reaction == null ? entry instanceof Edit edit ? edit.text() : "" : reaction.emoji(),
                reaction != null && reaction.removed(),
                reference == null ? null : reference.id(),
                kind(entry),
                entry.target(),
                entry.targetAt().toEpochMilli(),
                reaction == null ? null : reaction.count());
    }

    private static int kind(Change entry) {
        return entry instanceof Edit
                ? RowMapper.EDIT
                : entry instanceof Deletion ? RowMapper.DELETION : RowMapper.REACTION;
    }

    /** Returns the entry of a draft; a reply without the preview. */
    static LogEntry entry(EntryDraft draft, Position position, Instant at, Instant targetAt, int count) {
        if (draft instanceof EditDraft edit) {
            return edit.at(position, at, targetAt);
        } else if (draft instanceof DeletionDraft deletion) {
            return deletion.at(position, at, targetAt);
        } else if (draft instanceof ReactionDraft reaction) {
            return reaction.at(position, at, targetAt, count);
        }
        MessageDraft message = (MessageDraft) draft;
        Long replyTo = message.replyTo();
        return message.at(position, at, replyTo == null ? null : ReplyTo.expired(replyTo));
    }
}
