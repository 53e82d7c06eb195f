package dev.parley.chat.room;

import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The messages as a client knows them that has received entries, in order, maybe some of them twice. */
final class LogView {

    private final SortedMap<Long, Message> messages = new TreeMap<>();
    private long head;

    /** Returns the sequence number of the last entry. */
    long head() {
        return head;
    }

    void receive(LogEntry entry) {
        head = entry.position().seq();
        if (entry instanceof Message message) {
            messages.put(head, message);
        } else if (entry instanceof Change change) {
            messages.computeIfPresent(change.target(), (seq, message) -> message.apply(change));
            if (!(change instanceof Reaction)) {
                String text = change instanceof Edit edit ? edit.text() : "";
                messages.replaceAll(
                        (seq, message) -> isReplyTo(message, change.target()) ? message.withPreview(text) : message);
            }
        }
    }

    private static boolean isReplyTo(Message message, long target) {
        ReplyTo replyTo = message.state().replyTo();
        return replyTo != null && replyTo.seq() == target;
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
