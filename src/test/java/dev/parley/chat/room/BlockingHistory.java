package dev.parley.chat.room;

import dev.parley.text.RoomName;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Delegates to a history in memory, and blocks the deletion of a room until the test allows it. */
final class BlockingHistory extends ForwardingHistory {

    private final Executor executor;
    private final CountDownLatch deletionBegins;
    private final CountDownLatch deletionMayContinue;

    BlockingHistory(
            MessageHistory memory,
            Executor executor,
            CountDownLatch deletionBegins,
            CountDownLatch deletionMayContinue) {
        super(memory);
        this.executor = executor;
        this.deletionBegins = deletionBegins;
        this.deletionMayContinue = deletionMayContinue;
    }

    @Override
    public CompletionStage<Boolean> deleteRoomIfEmpty(RoomName room) {
        return CompletableFuture.supplyAsync(() -> deleteWhenAllowed(room), executor)
                .thenCompose(Function.identity());
    }

    private CompletionStage<Boolean> deleteWhenAllowed(RoomName room) {
        deletionBegins.countDown();
        try {
            deletionMayContinue.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return super.deleteRoomIfEmpty(room);
    }
}
