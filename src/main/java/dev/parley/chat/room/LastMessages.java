package dev.parley.chat.room;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The last messages of a room, oldest first, in pages. The reader of the pages receives each one before the next is read,
 * so that a client which does not read keeps one page in memory. Messages that are published meanwhile are left out.
 */
public final class LastMessages {

    /** The number of characters after which a page ends; a page has at least one message. */
    static final int PAGE_CHARACTERS = 64 * 1024;

    /** The characters around the text of a message, roughly. */
    private static final int AROUND_TEXT = 64;

    private final RoomHistory history;
    private final CallQueue reads;
    private final int count;

    /** Creates messages whose pages are read by a queue, so that many requests leave processors to others. */
    LastMessages(RoomHistory history, CallQueue reads, int count) {
        this.history = history;
        this.reads = reads;
        this.count = count;
    }

    /**
     * Passes on each page but the last one, with which it completes. The last page is empty if there are no messages or the
     * receiver wants no more pages. Fails if the messages cannot be read.
     *
     * @param receiver receives a page, and completes with true when it can receive the next one
     */
    public CompletionStage<List<Message>> forEachPage(Function<List<Message>, CompletionStage<Boolean>> receiver) {
        return history.read()
                .thenCompose(bounds -> reads.call(() -> history.pageBefore(bounds.head() + 1, count))
                        .thenCompose(last -> last.isEmpty()
                                ? none()
                                : pass(last.messages(), bounds.epoch(), seqOfLast(last.messages()), receiver)));
    }

    private static long seqOfLast(List<Message> messages) {
        return messages.get(messages.size() - 1).position().seq();
    }

    private static CompletionStage<List<Message>> none() {
        return CompletableFuture.completedFuture(List.of());
    }

    private CompletionStage<List<Message>> pass(
            List<Message> read, String epoch, long head, Function<List<Message>, CompletionStage<Boolean>> receiver) {
        List<Message> page = beginning(read);
        // The room was deleted, or the messages were, in between.
        if (page.isEmpty() || !page.get(0).position().epoch().equals(epoch)) {
            return none();
        }
        long last = seqOfLast(page);
        if (last >= head) {
            return CompletableFuture.completedFuture(page);
        }
        // More than the next page probably has, so that few messages are read twice.
        int rows = Math.min(count, 2 * page.size());
        return receiver.apply(page)
                .thenCompose(goesOn -> goesOn
                        ? reads.call(() -> history.messagesAfter(last, head, rows))
                                .thenCompose(next -> pass(next.messages(), epoch, head, receiver))
                        : none());
    }

    private static List<Message> beginning(List<Message> messages) {
        List<Message> page = new ArrayList<>();
        int characters = 0;
        for (Message message : messages) {
            characters += AROUND_TEXT + message.name().length() + message.text().length();
            if (characters > PAGE_CHARACTERS && !page.isEmpty()) {
                break;
            }
            page.add(message);
        }
        return page;
    }
}
