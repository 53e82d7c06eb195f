package dev.parley.chat.session;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Equal token buckets by key, such as an address. A full bucket is removed when there are many. Thread-safe; never blocks.
 */
final class TokenBuckets {

    /** The number of keys with a bucket of their own; all others share one. */
    private static final int MOST = 10_000;

    private static final long SWEEP_NANOS = Duration.ofSeconds(1).toNanos();
    private static final String OTHERS = "others";

    private final double rate;
    private final int burst;
    private final LongSupplier nanos;
    private final Map<String, TokenBucket> buckets = new HashMap<>(); // guarded by this
    private long swept; // guarded by this

    /** Creates buckets that hold {@code burst} permits and gain {@code rate} permits per second; a rate of 0 means no limit. */
    TokenBuckets(double rate, int burst, LongSupplier nanos) {
        this.rate = rate;
        this.burst = burst;
        this.nanos = nanos;
        this.swept = nanos.getAsLong() - SWEEP_NANOS;
    }

    /** Takes a permit of a key if there is one. Returns the time until there is one; zero if it was taken. */
    Duration acquire(String key) {
        return rate <= 0 ? Duration.ZERO : bucket(key).acquire();
    }

    private synchronized TokenBucket bucket(String key) {
        TokenBucket known = buckets.get(key);
        if (known != null) {
            return known;
        }
        long now = nanos.getAsLong();
        if (buckets.size() >= MOST && now - swept >= SWEEP_NANOS) {
            swept = now;
            buckets.values().removeIf(TokenBucket::isFull);
        }
        return buckets.computeIfAbsent(
                buckets.size() < MOST ? key : OTHERS, added -> new TokenBucket(rate, burst, nanos));
    }
}
