package dev.parley.integration;

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
 * Keeps the receipts that senders got, and compares them with what a history holds. Every text is to be sent once only
 * in its room, so that a text that is found twice was stored twice.
 */
public final class DeliveryLedger {

    private static final int ROWS = 500;

    private final Predicate<String> whole;
    private final Map<RoomName, Map<Position, String>> receipts = new HashMap<>();
    private long acknowledged;

    /**
     * An empty ledger.
     *
     * @param whole whether a text is one that was sent, from its beginning to its end
     */
    public DeliveryLedger(Predicate<String> whole) {
        this.whole = whole;
    }

    /**
     * What was found to be wrong, each as a line.
     *
     * @param acknowledged how many receipts there were
     * @param stored how many messages there are
     * @param lost receipts whose message is not at its place
     * @param duplicated texts stored more than once
     * @param holes numbers that are missing, and times that go back
     * @param maimed messages that nobody sent like this
     * @param otherEpochs receipts of an epoch that is no longer the room's
     */
    public record Findings(
            long acknowledged,
            long stored,
            List<String> lost,
            List<String> duplicated,
            List<String> holes,
            List<String> maimed,
            List<String> otherEpochs) {

        /** The figures in one line. */
        @Override
        public String toString() {
            return acknowledged + " acknowledged, " + stored + " stored: " + lost.size() + " lost, "
                    + duplicated.size() + " duplicated, " + holes.size() + " holes, " + maimed.size() + " maimed, "
                    + otherEpochs.size() + " of another epoch";
        }
    }

    /** Notes a receipt; the same one again, for something sent again, changes nothing. */
    public synchronized void acknowledge(RoomName room, Position position, String text) {
        String before = receipts.computeIfAbsent(room, name -> new HashMap<>()).put(position, text);
        if (before != null && !before.equals(text)) {
            throw new IllegalStateException(
                    "Two messages were acknowledged at " + room + " " + position + ": " + before + " and " + text);
        }
        acknowledged += before == null ? 1 : 0;
    }

    /** How many receipts there are. */
    public synchronized long acknowledged() {
        return acknowledged;
    }

    /** Compares the receipts with what is stored. */
    public synchronized Findings compare(MessageHistory messageHistory) {
        Findings findings = new Findings(
                acknowledged,
                messageHistory.rooms().stream()
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
        MessageHistory.Bounds bounds = messageHistory.open(room);
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
            if (!whole.test(message.text())) {
                findings.maimed().add(room + " " + seq + ": " + message.text());
            }
            if (before != null
                    && (seq != before.position().seq() + 1 || message.at().isBefore(before.at()))) {
                findings.holes().add(room + " between " + before.position() + " and " + message.position());
            }
            before = message;
        }
        long last = before == null ? bounds.oldest() - 1 : before.position().seq();
        if (last != bounds.head()) {
            findings.holes().add(room + " between " + last + " and the head, " + bounds.head());
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
        List<Message> page = messageHistory.after(room, 0, Long.MAX_VALUE, ROWS).messages();
        while (!page.isEmpty()) {
            all.addAll(page);
            page = messageHistory
                    .after(room, page.get(page.size() - 1).position().seq(), Long.MAX_VALUE, ROWS)
                    .messages();
        }
        return all;
    }
}
