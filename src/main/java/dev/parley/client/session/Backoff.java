package dev.parley.client.session;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt: longer each time, and spread, so that not everybody comes back at once.
 * Confined to one thread.
 */
public final class Backoff {

    private static final long FIRST_MS = 1_000;
    private static final long LAST_MS = 30_000;

    private final DoubleSupplier random;
    private long next = FIRST_MS;

    /**
     * @param random from 0 to 1
     */
    public Backoff(DoubleSupplier random) {
        this.random = random;
    }

    /** The time until the next attempt, at most half a minute. */
    public Duration next() {
        double wait = Math.min(next * (0.75 + random.getAsDouble() / 2), LAST_MS);
        next = Math.min(next * 2, LAST_MS);
        return Duration.ofMillis(Math.round(wait));
    }

    /** It worked: the next attempt after this may come soon. */
    public void reset() {
        next = FIRST_MS;
    }
}
