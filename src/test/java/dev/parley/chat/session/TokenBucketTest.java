package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

    private final AtomicLong now = new AtomicLong(1_000);

    @Test
    void burstIsGrantedAtOnceAndThenLimitedToTheRate() {
        TokenBucket tokenBucket = new TokenBucket(5, 20, now::get);
        for (int i = 0; i < 20; i++) {
            assertThat(tokenBucket.acquire()).isZero();
        }
        assertThat(tokenBucket.acquire()).isEqualTo(Duration.ofMillis(200));
        advanceTime(Duration.ofMillis(200));
        assertThat(tokenBucket.acquire()).isZero();
        assertThat(tokenBucket.acquire()).isPositive();
    }

    @Test
    void bucketHoldsAtMostOneBurst() {
        TokenBucket tokenBucket = new TokenBucket(5, 3, now::get);
        advanceTime(Duration.ofHours(1));
        for (int i = 0; i < 3; i++) {
            assertThat(tokenBucket.acquire()).isZero();
        }
        assertThat(tokenBucket.acquire()).isPositive();
    }

    @Test
    void delayQueryTakesNoPermit() {
        TokenBucket tokenBucket = new TokenBucket(1, 1, now::get);
        assertThat(tokenBucket.nextPermitDelay()).isZero();
        assertThat(tokenBucket.nextPermitDelay()).isZero();
        assertThat(tokenBucket.acquire()).isZero();
        assertThat(tokenBucket.nextPermitDelay()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void rateOfZeroMeansNoLimit() {
        TokenBucket tokenBucket = new TokenBucket(0, 1, now::get);
        for (int i = 0; i < 1_000; i++) {
            assertThat(tokenBucket.acquire()).isZero();
        }
    }

    private void advanceTime(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
