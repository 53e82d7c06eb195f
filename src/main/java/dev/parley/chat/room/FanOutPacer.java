package dev.parley.chat.room;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Limits how often the readers of a room are served. After a pass that took long, the next one waits as long as the
 * pass took, at most {@link #LONGEST}, so that events are delivered in batches and half of a processor stays free for
 * reading and publishing. A quick pass causes no wait. Confined to one thread.
 */
public final class FanOutPacer {

    /** The longest wait. */
    public static final Duration LONGEST = Duration.ofMillis(20);

    /** A pass that took less causes no wait. */
    private static final Duration QUICK = Duration.ofMillis(2);

    private final LongSupplier clock;
    private long notBefore;

    /**
     * Creates a pacer that allows a pass at once.
     *
     * @param clock the clock, as {@link System#nanoTime()}
     */
    public FanOutPacer(LongSupplier clock) {
        this.clock = clock;
        this.notBefore = clock.getAsLong();
    }

    /** Returns the nanoseconds until the next pass is allowed; 0 if it is allowed now. */
    public long delayNanos() {
        return Math.max(0, notBefore - clock.getAsLong());
    }

    /** Runs a pass and measures its time. */
    public void run(Runnable telling) {
        long began = clock.getAsLong();
        telling.run();
        long ended = clock.getAsLong();
        long took = ended - began;
        notBefore = took < QUICK.toNanos() ? ended : ended + Math.min(took, LONGEST.toNanos());
    }
}
