package dev.parley.chat.session;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How much one person may still send: a bucket that holds {@code burst} messages and fills at {@code rate} a second.
 * Safe from any thread.
 */
final class TokenBucket {

    private static final double NANOS = 1e9;

    private final int rate;
    private final int burst;
    private final LongSupplier nanos;
    private double left;
    private long asOf;

    /** A full one; a rate of 0 means that there is no limit. */
    TokenBucket(int rate, int burst, LongSupplier nanos) {
        this.rate = rate;
        this.burst = Math.max(1, burst);
        this.nanos = nanos;
        this.left = this.burst;
        this.asOf = nanos.getAsLong();
    }

    /** Takes one message off if there is one; says how long to wait until there is, or zero if it was taken. */
    synchronized Duration acquire() {
        Duration wait = nextPermitDelay();
        if (wait.isZero() && rate > 0) {
            left -= 1;
        }
        return wait;
    }

    /** How long until a message may be sent; zero if now. */
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
