package dev.parley.chat.session;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A token bucket that holds {@code burst} permits and gains {@code rate} permits per second. Thread-safe. */
final class TokenBucket {

    private static final double NANOS = 1e9;

    private final double rate;
    private final int burst;
    private final LongSupplier nanos;
    private double left;
    private long asOf;

    /** Creates a full bucket; a rate of 0 means no limit. */
    TokenBucket(double rate, int burst, LongSupplier nanos) {
        this.rate = rate;
        this.burst = Math.max(1, burst);
        this.nanos = nanos;
        this.left = this.burst;
        this.asOf = nanos.getAsLong();
    }

    /** Takes a permit if there is one. Returns the time until there is one; zero if it was taken. */
    synchronized Duration acquire() {
        Duration wait = nextPermitDelay();
        if (wait.isZero() && rate > 0) {
            left -= 1;
        }
        return wait;
    }

    /**
     * Takes a permit, ahead of time if there is none. Returns the time until the permit is there; zero if it was there. At
     * most {@code burst} permits are taken ahead.
     */
    synchronized Duration reserve() {
        Duration wait = nextPermitDelay();
        if (rate > 0) {
            left = Math.max(-burst, left - 1);
        }
        return wait;
    }

    /** Returns whether no permit is missing. */
    synchronized boolean isFull() {
        return nextPermitDelay().isZero() && left >= burst;
    }

    /** Returns the time until a permit is available; zero if now. */
    synchronized Duration nextPermitDelay() {
        if (rate <= 0) {
            return Duration.ZERO;
        }
        long now = nanos.getAsLong();
        left = Math.min(burst, left + (now - asOf) * rate / NANOS);
        asOf = now;
        return left >= 1 ? Duration.ZERO : Duration.ofNanos((long) Math.ceil((1 - left) * NANOS / rate));
    }
}
