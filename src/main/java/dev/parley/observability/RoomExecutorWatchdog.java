package dev.parley.observability;

import dev.parley.chat.room.Scheduler;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Detects that the executor of the rooms no longer runs tasks. Submits a probe every 5 seconds; the executor counts as
 * stuck when no probe has run for a minute. Thread-safe.
 */
public final class RoomExecutorWatchdog {

    static final Duration STUCK_AFTER = Duration.ofMinutes(1);
    static final Duration PERIOD = Duration.ofSeconds(5);

    private final Executor roomExecutor;
    private final LongSupplier nanoTime;
    private final AtomicBoolean pending = new AtomicBoolean();
    private volatile long last;

    /** Submits the first probe, and schedules the others. */
    public RoomExecutorWatchdog(Scheduler scheduler, Executor roomExecutor, LongSupplier nanoTime) {
        this.roomExecutor = roomExecutor;
        this.nanoTime = nanoTime;
        this.last = nanoTime.getAsLong();
        submitProbe();
        scheduler.scheduleWithFixedDelay(PERIOD, this::submitProbe);
    }

    private void submitProbe() {
        if (pending.compareAndSet(false, true)) {
            try {
                roomExecutor.execute(this::onProbe);
            } catch (RejectedExecutionException ignored) {
                // The next probe may be accepted; if none is, the executor counts as stuck.
                pending.set(false);
            }
        }
    }

    private void onProbe() {
        last = nanoTime.getAsLong();
        pending.set(false);
    }

    /** Returns whether a probe has run within the last minute. */
    boolean isAlive() {
        return nanoTime.getAsLong() - last < STUCK_AFTER.toNanos();
    }
}
