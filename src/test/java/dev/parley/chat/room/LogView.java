package dev.parley.chat.room;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The messages as a client knows them that has received entries, in order, maybe some of them twice. */
final class LogView {

    private final SortedMap<Long, Message> messages = new TreeMap<>();
    private final Map<Long, Set<Long>> replies = new HashMap<>(); // by the message that they reply to
    private long head;

    /** Returns the sequence number of the last entry. */
    long head() {
        return head;
    }

    void receive(LogEntry entry) {
        head = entry.position().seq();
        if (entry instanceof Message message) {
            messages.put(head, message);
            ReplyTo replyTo = message.state().replyTo();
            if (replyTo != null) {
                replies.computeIfAbsent(replyTo.seq(), target -> new HashSet<>())
                        .add(head);
            }
        } else if (entry instanceof Change change) {
            messages.computeIfPresent(change.target(), (seq, message) -> message.apply(change));
            if (!(change instanceof Reaction)) {
                String text = change instanceof Edit edit ? edit.text() : "";
                for (long reply : replies.getOrDefault(change.target(), Set.of())) {
                    messages.computeIfPresent(reply, (seq, message) -> message.withPreview(text));
                }
            }
        }
    }

    /** Returns the messages, with reactions in the order of their emojis. */
    List<Message> messages() {
        return messages.values().stream().map(LogView::sorted).toList();
    }

    private static Message sorted(Message message) {
        MessageState state = message.state();
        return message.with(
                message.text(),
                new MessageState(
                        state.edited(),
                        state.deleted(),
                        state.replyTo(),
                        state.reactions().stream()
                                .sorted(Comparator.comparing(ReactionCount::emoji))
                                .toList()));
    }
}
