package dev.parley.websocket;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts the requests of one connection that have no result yet, so that the receipt for DISCONNECT follows all others
 * (STOMP 1.2, "DISCONNECT"). Thread-safe; never blocks.
 */
final class PendingResults {

    private final Consumer<Throwable> failed;
    private int count; // guarded by this
    private boolean draining; // guarded by this
    private @Nullable Runnable drained; // guarded by this; null again when it runs

    /**
     * Creates an empty count.
     *
     * @param failed receives the failure of a request that has no result
     */
    PendingResults(Consumer<Throwable> failed) {
        this.failed = failed;
    }

    /** Hands the result to {@code then} as soon as it is there. */
    <T> void await(CompletionStage<T> result, Consumer<T> then) {
        synchronized (this) {
            count++;
        }
        result.thenAccept(then).whenComplete((done, failure) -> {
            if (failure != null) {
                failed.accept(failure);
            }
            complete();
        });
    }

    private void complete() {
        Runnable task;
        synchronized (this) {
            count--;
            if (count > 0) {
                return;
            }
            task = drained;
            drained = null;
        }
        if (task != null) {
            task.run();
        }
    }

    /**
     * Runs {@code task} once, when all requests have their results, which may be at once. Only the first call counts.
     */
    void whenDrained(Runnable task) {
        synchronized (this) {
            if (draining) {
                return;
            }
            draining = true;
            if (count > 0) {
                drained = task;
                return;
            }
        }
        task.run();
    }

    /** Returns whether {@link #whenDrained} was called, so that no request may follow. */
    synchronized boolean isDraining() {
        return draining;
    }
}
