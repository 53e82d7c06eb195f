package dev.parley.chat.session;

import dev.parley.chat.room.MessageHistory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the clock of the machine with the time that has passed. Warns of a jump, and holds deletions by age for an hour
 * after a jump ahead, because a wrong clock would delete everything. Confined to the thread of the scheduler.
 */
final class ClockMonitor {

    private static final Logger LOG = LoggerFactory.getLogger(ClockMonitor.class);

    private static final Duration HOLD = Duration.ofHours(1);

    private final Clock clock;
    private final LongSupplier nanoTime;
    private Instant lastInstant;
    private long lastNanos;
    private long heldUntil;

    /**
     * Creates a monitor.
     *
     * @param nanoTime returns the time that has passed since an arbitrary origin, in nanoseconds
     */
    ClockMonitor(Clock clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.lastInstant = clock.instant();
        this.lastNanos = nanoTime.getAsLong();
        this.heldUntil = lastNanos;
    }

    /** Compares the clock with the time that has passed since the last call. */
    void check() {
        Instant now = clock.instant();
        long nanos = nanoTime.getAsLong();
        Duration jump = Duration.between(lastInstant, now).minusNanos(nanos - lastNanos);
        if (jump.abs().compareTo(MessageHistory.CLOCK_TOLERANCE) > 0) {
            LOG.atWarn()
                    .addKeyValue("event", "clock-jumped")
                    .log(
                            "The clock of this machine went {} by {} s, to {}: it was set, or the machine was suspended. The"
                                    + " times of messages follow it.{}",
                            jump.isNegative() ? "back" : "ahead",
                            jump.abs().toSeconds(),
                            now,
                            jump.isNegative() ? "" : " Old messages are deleted again in an hour.");
            if (!jump.isNegative()) {
                heldUntil = nanos + HOLD.toNanos();
            }
        }
        lastInstant = now;
        lastNanos = nanos;
    }

    /** Returns whether messages may be deleted because of their age. */
    boolean mayDelete() {
        return nanoTime.getAsLong() - heldUntil >= 0;
    }
}
