package dev.parley.chat.room;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Runs tasks later, on a thread that no task may block. Thread-safe. */
public interface Scheduler {

    /** Runs {@code task} once, after {@code delay}. */
    Task schedule(Duration delay, Runnable task);

    /**
     * Runs {@code task} repeatedly, with {@code delay} before each run. A failure of the task is logged, and the next
     * run follows all the same.
     */
    default Task scheduleWithFixedDelay(Duration delay, Runnable task) {
        PeriodicTask periodic = new PeriodicTask(this, delay, task);
        periodic.scheduleNext();
        return periodic;
    }

    /** Returns a stage that completes with {@code value} after {@code delay}. */
    default <T> CompletionStage<T> completeAfter(Duration delay, T value) {
        CompletableFuture<T> later = new CompletableFuture<>();
        schedule(delay, () -> later.complete(value));
        return later;
    }

    /** A scheduled task. */
    interface Task {

        /** Prevents all runs that have not begun. */
        void cancel();
    }
}
