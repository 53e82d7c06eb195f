package dev.parley.storage;

import dev.parley.chat.room.LogEntry;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageState;
import dev.parley.chat.room.ReactionCount;
import dev.parley.chat.room.ReplyTo;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds to the messages of a page what other rows have of them: reactions, and previews of the messages that they reply to. */
final class MessageStates {

    /** More characters than a preview has. */
    private static final int BEGINNING = 400;

    private final SqlConnection connection;
    private final long room;
    private final long first;
    private final long last;

    private MessageStates(SqlConnection connection, long room, long first, long last) {
        this.connection = connection;
        this.room = room;
        this.first = first;
        this.last = last;
    }

    /** Returns the entries, in the same order, with complete messages. */
    static List<LogEntry> complete(SqlConnection connection, long room, List<LogEntry> entries) throws SQLException {
        boolean hasMessages = entries.stream().anyMatch(Message.class::isInstance);
        if (!hasMessages) {
            return entries;
        }
        MessageStates states = new MessageStates(
                connection,
                room,
                entries.get(0).position().seq(),
                entries.get(entries.size() - 1).position().seq());
        Map<Long, List<ReactionCount>> reactions = states.reactions();
        Map<Long, ReplyTo> replies = entries.stream().anyMatch(MessageStates::isReply) ? states.replies() : Map.of();
        if (reactions.isEmpty() && replies.isEmpty()) {
            return entries;
        }
        return entries.stream()
                .map(entry -> entry instanceof Message message ? complete(message, reactions, replies) : entry)
                .toList();
    }

    private static boolean isReply(LogEntry entry) {
        return entry instanceof Message message && message.state().replyTo() != null;
    }

    private static LogEntry complete(
            Message message, Map<Long, List<ReactionCount>> reactions, Map<Long, ReplyTo> replies) {
        MessageState state = message.state();
        ReplyTo replyTo = state.replyTo();
        List<ReactionCount> counts = reactions.getOrDefault(message.position().seq(), List.of());
        if (replyTo == null && counts.isEmpty()) {
            return message;
        }
        return message.with(
                message.text(),
                new MessageState(
                        state.edited(),
                        state.deleted(),
                        replyTo == null ? null : replies.getOrDefault(replyTo.seq(), replyTo),
                        counts));
    }

    private Map<Long, ReplyTo> replies() throws SQLException {
        Map<Long, ReplyTo> replies = new HashMap<>();
        try (ResultSet row = connection.query(
                "SELECT t.seq, t.person, t.name, substr(t.text, 1, " + BEGINNING + ") FROM message m"
                        + " JOIN message t ON t.room = m.room AND t.seq = m.reply_to"
                        + " WHERE m.room = ? AND m.seq >= ? AND m.seq <= ? AND m.reply_to IS NOT NULL AND t.kind IS NULL",
                room,
                first,
                last)) {
            while (row.next()) {
                long seq = row.getLong(1);
                replies.put(
                        seq,
                        new ReplyTo(
                                seq,
                                connection.required(row, 2),
                                connection.required(row, 3),
                                ReplyTo.preview(connection.required(row, 4))));
            }
        }
        return replies;
    }

    private Map<Long, List<ReactionCount>> reactions() throws SQLException {
        Map<Long, Map<String, Kind>> kinds = new HashMap<>();
        try (ResultSet row = connection.query(
                "SELECT target, emoji, number, person, name FROM ("
                        + " SELECT target, emoji, person, name,"
                        + " row_number() OVER (PARTITION BY target, emoji ORDER BY seq) AS place,"
                        + " count(*) OVER (PARTITION BY target, emoji) AS number,"
                        + " min(seq) OVER (PARTITION BY target, emoji) AS since"
                        + " FROM reaction WHERE room = ? AND target >= ? AND target <= ?) r"
                        + " WHERE place <= " + ReactionCount.MOST_NAMES + " ORDER BY target, since, place",
                room,
                first,
                last)) {
            while (row.next()) {
                String emoji = connection.required(row, 2);
                int count = row.getInt(3);
                kinds.computeIfAbsent(row.getLong(1), target -> new LinkedHashMap<>())
                        .computeIfAbsent(emoji, key -> new Kind(count, new ArrayList<>()))
                        .users()
                        .add(new ReactionCount.Reactor(connection.required(row, 4), connection.required(row, 5)));
            }
        }
        Map<Long, List<ReactionCount>> reactions = new HashMap<>();
        kinds.forEach((target, byEmoji) -> reactions.put(
                target,
                byEmoji.entrySet().stream()
                        .map(kind -> new ReactionCount(
                                kind.getKey(),
                                kind.getValue().count(),
                                kind.getValue().users()))
                        .toList()));
        return reactions;
    }

    private record Kind(int count, List<ReactionCount.Reactor> users) {}
}
