package dev.parley.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AllowanceTest {

    private final AtomicLong now = new AtomicLong(1_000);

    @Test
    void aBurstIsGrantedAtOnceAndThenTheRate() {
        Allowance allowance = new Allowance(5, 20, now::get);
        for (int i = 0; i < 20; i++) {
            assertThat(allowance.take()).isZero();
        }
        assertThat(allowance.take()).isEqualTo(Duration.ofMillis(200));
        pass(Duration.ofMillis(200));
        assertThat(allowance.take()).isZero();
        assertThat(allowance.take()).isPositive();
    }

    @Test
    void waitingSavesUpNoMoreThanABurst() {
        Allowance allowance = new Allowance(5, 3, now::get);
        pass(Duration.ofHours(1));
        for (int i = 0; i < 3; i++) {
            assertThat(allowance.take()).isZero();
        }
        assertThat(allowance.take()).isPositive();
    }

    @Test
    void askingCostsNothing() {
        Allowance allowance = new Allowance(1, 1, now::get);
        assertThat(allowance.untilNext()).isZero();
        assertThat(allowance.untilNext()).isZero();
        assertThat(allowance.take()).isZero();
        assertThat(allowance.untilNext()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aRateOfZeroIsNoLimit() {
        Allowance allowance = new Allowance(0, 1, now::get);
        for (int i = 0; i < 1_000; i++) {
            assertThat(allowance.take()).isZero();
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
