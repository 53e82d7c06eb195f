package dev.parley.client.session;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * The time before the next attempt to connect: it grows, with jitter, so that clients do not reconnect all at once.
 * Confined to one thread.
 */
public final class Backoff {

    private static final long MIN_MS = 1_000;
    private static final long MAX_MS = 30_000;

    private final DoubleSupplier random;
    private long next = MIN_MS;

    /** @param random returns numbers from 0 to 1 */
    public Backoff(DoubleSupplier random) {
        this.random = random;
    }

    /** Returns the time before the next attempt, at most 30 seconds. */
    public Duration next() {
        double wait = Math.min(next * (0.75 + random.getAsDouble() / 2), MAX_MS);
        next = Math.min(next * 2, MAX_MS);
        return Duration.ofMillis(Math.round(wait));
    }

    /** Makes the next time at least this long, apart from the jitter. Returns this backoff. */
    public Backoff atLeast(Duration time) {
        next = Math.min(Math.max(next, time.toMillis()), MAX_MS);
        return this;
    }

    /** Resets the time after a success. */
    public void reset() {
        next = MIN_MS;
    }
}
