package dev.parley.integration;

import static dev.parley.chat.room.Stages.get;

import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageHistory;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Records receipts and compares them with a history. Each text must be sent only once in its room, so that a text that
 * is found twice was stored twice.
 */
public final class DeliveryLedger {

    private static final int ROWS = 500;

    private final Predicate<String> isComplete;
    private final Map<RoomName, Map<Position, String>> receipts = new HashMap<>();
    private long acknowledged;

    /**
     * Creates an empty ledger.
     *
     * @param isComplete whether a text is one that was sent, from its beginning to its end
     */
    public DeliveryLedger(Predicate<String> isComplete) {
        this.isComplete = isComplete;
    }

    /**
     * Lists the differences, a line each.
     *
     * @param acknowledged how many receipts there are
     * @param stored how many messages there are
     * @param lost receipts whose message is not at its position
     * @param duplicated texts that are stored more than once
     * @param gaps missing numbers, and times that decrease
     * @param damaged messages with a text that was not sent
     * @param otherEpochs receipts of an epoch that is no longer the one of the room
     */
    public record Findings(
            long acknowledged,
            long stored,
            List<String> lost,
            List<String> duplicated,
            List<String> gaps,
            List<String> damaged,
            List<String> otherEpochs) {

        /** Returns the figures in one line. */
        @Override
        public String toString() {
            return acknowledged + " acknowledged, " + stored + " stored: " + lost.size() + " lost, "
                    + duplicated.size() + " duplicated, " + gaps.size() + " holes, " + damaged.size() + " maimed, "
                    + otherEpochs.size() + " of another epoch";
        }
    }

    /** Records a receipt. Recording the same receipt again, after a resend, changes nothing. */
    public synchronized void acknowledge(RoomName room, Position position, String text) {
        String before = receipts.computeIfAbsent(room, name -> new HashMap<>()).put(position, text);
        if (before != null && !before.equals(text)) {
            throw new IllegalStateException(
                    "Two messages were acknowledged at " + room + " " + position + ": " + before + " and " + text);
        }
        acknowledged += before == null ? 1 : 0;
    }

    /** Returns how many receipts there are. */
    public synchronized long acknowledged() {
        return acknowledged;
    }

    /** Compares the receipts with what is stored. */
    public synchronized Findings compare(MessageHistory messageHistory) {
        Findings findings = new Findings(
                acknowledged,
                get(messageHistory.rooms()).stream()
                        .mapToLong(storedRoom ->
                                messages(messageHistory, storedRoom.room()).size())
                        .sum(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
        receipts.forEach((room, given) -> compare(messageHistory, room, given, findings));
        return findings;
    }

    private void compare(MessageHistory messageHistory, RoomName room, Map<Position, String> given, Findings findings) {
        MessageHistory.Bounds bounds = get(messageHistory.open(room));
        List<Message> messages = messages(messageHistory, room);
        Map<Long, String> texts = new HashMap<>();
        Map<String, Long> first = new HashMap<>();
        Message before = null;
        for (Message message : messages) {
            long seq = message.position().seq();
            texts.put(seq, message.text());
            Long earlier = first.putIfAbsent(message.text(), seq);
            if (earlier != null) {
                findings.duplicated().add(room + " " + earlier + " and " + seq + ": " + message.text());
            }
            if (!isComplete.test(message.text())) {
                findings.damaged().add(room + " " + seq + ": " + message.text());
            }
            if (before != null
                    && (seq != before.position().seq() + 1 || message.at().isBefore(before.at()))) {
                findings.gaps().add(room + " between " + before.position() + " and " + message.position());
            }
            before = message;
        }
        long last = before == null ? bounds.oldest() - 1 : before.position().seq();
        if (last != bounds.head()) {
            findings.gaps().add(room + " between " + last + " and the head, " + bounds.head());
        }
        given.forEach((position, text) -> {
            if (!position.epoch().equals(bounds.epoch())) {
                findings.otherEpochs().add(room + " " + position + " in place of " + bounds.epoch());
            } else if (!text.equals(texts.get(position.seq()))) {
                findings.lost().add(room + " " + position + ": " + text);
            }
        });
    }

    private static List<Message> messages(MessageHistory messageHistory, RoomName room) {
        List<Message> all = new ArrayList<>();
        List<Message> page =
                get(messageHistory.after(room, 0, Long.MAX_VALUE, ROWS)).messages();
        while (!page.isEmpty()) {
            all.addAll(page);
            page = get(messageHistory.after(
                            room, page.get(page.size() - 1).position().seq(), Long.MAX_VALUE, ROWS))
                    .messages();
        }
        return all;
    }
}
