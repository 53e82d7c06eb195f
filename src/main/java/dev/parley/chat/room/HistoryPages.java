package dev.parley.chat.room;

import dev.parley.text.Position;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** The messages of a room in pages, without changes. Thread-safe; nothing blocks. All stages fail if the history cannot be read. */
public final class HistoryPages {

    private final RoomHistory history;

    HistoryPages(RoomHistory history) {
        this.history = history;
    }

    /**
     * Messages in order.
     *
     * @param beginning whether there are none before the first one
     * @param end whether there were none after the last one
     */
    public record Result(List<Message> messages, boolean beginning, boolean end) {
        /** Copies the messages. */
        public Result {
            messages = List.copyOf(messages);
        }
    }

    /** Returns the latest messages. */
    public CompletionStage<Result> latest(int most) {
        return history.pageBefore(Long.MAX_VALUE, most)
                .thenApply(page -> new Result(page.messages(), isFirst(page, most), true));
    }

    /** Returns the last messages before a position; none if it belongs to another epoch. */
    public CompletionStage<Result> before(Position position, int most) {
        return history.pageBefore(position, most)
                .thenApply(page -> new Result(page.messages(), isFirst(page, most), false));
    }

    /** Returns the first messages after a position; none if it belongs to another epoch. */
    public CompletionStage<Result> after(Position position, int most) {
        return history.read()
                .thenCompose(bounds -> bounds.epoch().equals(position.epoch())
                        ? history.messagesAfter(position.seq(), bounds.head(), most)
                                .thenApply(page -> new Result(
                                        page.messages(),
                                        position.seq() < page.oldest(),
                                        page.messages().size() < most))
                        : CompletableFuture.completedFuture(new Result(List.of(), false, true)));
    }

    /** Returns the messages around a position, with the one at it; none if it belongs to another epoch. */
    public CompletionStage<Result> around(Position position, int most) {
        int until = most / 2 + 1;
        return before(new Position(position.epoch(), position.seq() + 1), until)
                .thenCompose(first -> most == first.messages().size()
                        ? CompletableFuture.completedFuture(first)
                        : after(position, most - first.messages().size())
                                .thenApply(rest -> new Result(
                                        Stream.concat(first.messages().stream(), rest.messages().stream())
                                                .toList(),
                                        first.beginning(),
                                        rest.end())));
    }

    private static boolean isFirst(MessageHistory.Page page, int most) {
        // Before the first of fewer messages than requested there are at most changes.
        List<Message> messages = page.messages();
        return messages.size() < most || messages.get(0).position().seq() <= page.oldest();
    }
}
