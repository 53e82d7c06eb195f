package dev.parley.chat.room;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How often a crowd of readers is gone through. As long as telling them took, they are told nothing again, though never
 * longer than {@link #LONGEST}: what comes fast is then told many at a time, and half of a processor is left for those
 * who read and post. Whoever is gone through quickly is told at once. Confined to whoever tells.
 */
public final class FanOutPacer {

    /** A crowd waits no longer than this. */
    public static final Duration LONGEST = Duration.ofMillis(20);

    /** What took less needs no rest. */
    private static final Duration QUICK = Duration.ofMillis(2);

    private final LongSupplier clock;
    private long notBefore;

    /**
     * May begin at once.
     *
     * @param clock like {@link System#nanoTime()}
     */
    public FanOutPacer(LongSupplier clock) {
        this.clock = clock;
        this.notBefore = clock.getAsLong();
    }

    /** For so many nanoseconds nothing is to be told; 0 if it may begin. */
    public long delayNanos() {
        return Math.max(0, notBefore - clock.getAsLong());
    }

    /** Tells them, by this, and takes the time. */
    public void run(Runnable telling) {
        long began = clock.getAsLong();
        telling.run();
        long ended = clock.getAsLong();
        long took = ended - began;
        notBefore = took < QUICK.toNanos() ? ended : ended + Math.min(took, LONGEST.toNanos());
    }
}
