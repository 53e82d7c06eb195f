package dev.parley.observability;

import dev.parley.chat.room.Scheduler;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;

/**
 * Whether the threads of the rooms' lanes still get round to what they are given: every few seconds a beat is asked of
 * them, and when none has come for a minute, they are dead or held up by the disk for good. Safe from any thread.
 */
public final class RoomExecutorWatchdog {

    static final Duration GIVEN_UP_AFTER = Duration.ofMinutes(1);
    static final Duration EVERY = Duration.ofSeconds(5);

    private final Scheduler scheduler;
    private final Executor lanes;
    private final LongSupplier nanoTime;
    private volatile long last;

    /** Begins to beat. */
    public RoomExecutorWatchdog(Scheduler scheduler, Executor lanes, LongSupplier nanoTime) {
        this.scheduler = scheduler;
        this.lanes = lanes;
        this.nanoTime = nanoTime;
        this.last = nanoTime.getAsLong();
        ask();
    }

    private void ask() {
        try {
            lanes.execute(this::beat);
        } catch (RejectedExecutionException ignored) {
            return;
        }
    }

    private void beat() {
        last = nanoTime.getAsLong();
        scheduler.schedule(EVERY, this::ask);
    }

    /** Whether there was a beat lately. */
    boolean isFelt() {
        return nanoTime.getAsLong() - last < GIVEN_UP_AFTER.toNanos();
    }
}
