package dev.parley.chat.room;

import dev.parley.text.RoomName;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Delegates to another history, and reads messages on an executor of the test. */
public final class DeferredReads extends ForwardingHistory {

    private final Executor executor;

    public DeferredReads(MessageHistory history, Executor executor) {
        super(history);
        this.executor = executor;
    }

    @Override
    public CompletionStage<Page> after(RoomName room, long after, long until, int rows) {
        return CompletableFuture.supplyAsync(() -> super.after(room, after, until, rows), executor)
                .thenCompose(Function.identity());
    }

    @Override
    public CompletionStage<Page> before(RoomName room, long before, int rows) {
        return CompletableFuture.supplyAsync(() -> super.before(room, before, rows), executor)
                .thenCompose(Function.identity());
    }
}
