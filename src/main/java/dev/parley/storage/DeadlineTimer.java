package dev.parley.storage;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Fails futures after one and the same time. It wakes a thread once in that time, and not for each future: most futures are
 * complete long before. Thread-safe.
 */
final class DeadlineTimer {

    private final Duration limit;
    private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();

    /** Whether a check is scheduled or runs. Only the check removes entries. */
    private final AtomicBoolean scheduled = new AtomicBoolean();

    private record Entry(CompletableFuture<?> future, long end) {}

    DeadlineTimer(Duration limit) {
        this.limit = limit;
    }

    /** Returns the time after which futures fail. */
    Duration limit() {
        return limit;
    }

    /** Fails a future with a {@link TimeoutException} after the time, unless it is complete. */
    void add(CompletableFuture<?> future) {
        entries.add(new Entry(future, System.nanoTime() + limit.toNanos()));
        scheduleIfIdle();
    }

    private void scheduleIfIdle() {
        Entry first = entries.peek();
        if (first != null && scheduled.compareAndSet(false, true)) {
            schedule(first);
        }
    }

    private void schedule(Entry first) {
        CompletableFuture.delayedExecutor(first.end() - System.nanoTime(), TimeUnit.NANOSECONDS, Runnable::run)
                .execute(this::check);
    }

    private void check() {
        long now = System.nanoTime();
        Entry first = entries.peek();
        while (first != null && (first.future().isDone() || first.end() - now <= 0)) {
            entries.remove();
            first.future().completeExceptionally(new TimeoutException());
            first = entries.peek();
        }
        if (first == null) {
            scheduled.set(false);
            scheduleIfIdle(); // one that was added meanwhile
        } else {
            schedule(first);
        }
    }
}
