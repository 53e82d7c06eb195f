package dev.parley.chat.room;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Makes few asynchronous calls at once; the others wait in their order. The steps that follow a call on the thread that
 * completes it belong to the call. Thread-safe; does not block.
 */
final class CallQueue {

    private final int most;
    private final Executor executor;
    private final Queue<Runnable> waiting = new ArrayDeque<>(); // guarded by this
    private int running; // guarded by this

    /**
     * Creates a queue without calls.
     *
     * @param most how many calls are made at once, at least 1
     * @param executor makes the calls that had to wait
     */
    CallQueue(int most, Executor executor) {
        this.most = most;
        this.executor = executor;
    }

    /** Creates a queue for calls that use a processor each, so that one of two remains for others. */
    static CallQueue ofHalfTheProcessors(Executor executor) {
        return new CallQueue(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), executor);
    }

    /** Makes a call, now or when others have ended. Completes as the call does. */
    <T> CompletionStage<T> call(Supplier<CompletionStage<T>> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        synchronized (this) {
            if (running == most) {
                waiting.add(() -> start(call, result));
                return result;
            }
            running++;
        }
        start(call, result);
        return result;
    }

    private <T> void start(Supplier<CompletionStage<T>> call, CompletableFuture<T> result) {
        CompletableFuture.completedStage(call).thenCompose(Supplier::get).whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(failure);
            }
            startNext();
        });
    }

    private void startNext() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                running--;
            }
        }
        if (next != null) {
            executor.execute(next);
        }
    }
}
