package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Checks token buckets by key, and permits that are taken ahead of time. */
class TokenBucketsTest {

    private static final int KEYS = 10_000;

    private final AtomicLong nanos = new AtomicLong();
    private final TokenBuckets buckets = new TokenBuckets(0.5, 1, nanos::get);

    @Test
    void eachKeyHasItsOwnBucket() {
        assertThat(buckets.acquire("a")).isZero();
        assertThat(buckets.acquire("a")).isEqualTo(Duration.ofSeconds(2));
        assertThat(buckets.acquire("b")).isZero();
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(buckets.acquire("a")).isZero();
    }

    @Test
    void furtherKeysShareABucketUntilOthersAreFull() {
        for (int i = 0; i < KEYS; i++) {
            assertThat(buckets.acquire("key" + i)).isZero();
        }
        assertThat(buckets.acquire("x")).isZero();
        assertThat(buckets.acquire("y")).isPositive();

        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(buckets.acquire("y")).isZero();
        assertThat(buckets.acquire("x")).isZero();
    }

    @Test
    void reservedPermitIsTakenAheadOfTime() {
        TokenBucket bucket = new TokenBucket(1, 2, nanos::get);
        assertThat(bucket.reserve()).isZero();
        assertThat(bucket.isFull()).isFalse();
        assertThat(bucket.reserve()).isZero();
        assertThat(bucket.reserve()).isEqualTo(Duration.ofSeconds(1));
        assertThat(bucket.reserve()).isEqualTo(Duration.ofSeconds(2));
        assertThat(bucket.reserve()).isEqualTo(Duration.ofSeconds(3));
        assertThat(bucket.reserve()).as("at most the burst is taken ahead").isEqualTo(Duration.ofSeconds(3));
        nanos.addAndGet(Duration.ofSeconds(4).toNanos());
        assertThat(bucket.isFull()).isTrue();
    }
}
