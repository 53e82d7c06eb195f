package dev.parley.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StrideTest {

    private long now = Long.MAX_VALUE - 5; // the clock may overflow
    private final Stride stride = new Stride(() -> now);

    private void tellFor(Duration time) {
        stride.tell(() -> now += time.toNanos());
    }

    @Test
    void theFirstIsToldAtOnce() {
        assertThat(stride.rest()).isZero();
    }

    @Test
    void aFewReadersAreToldAtOnceAgain() {
        tellFor(Duration.ofMillis(1));
        assertThat(stride.rest()).isZero();
    }

    @Test
    void aCrowdRestsForAsLongAsItTook() {
        tellFor(Duration.ofMillis(10));
        assertThat(Duration.ofNanos(stride.rest())).isEqualTo(Duration.ofMillis(10));
        now += Duration.ofMillis(4).toNanos();
        assertThat(Duration.ofNanos(stride.rest())).isEqualTo(Duration.ofMillis(6));
        now += Duration.ofMillis(7).toNanos();
        assertThat(stride.rest()).isZero();
    }

    @Test
    void thoughNotForLong() {
        tellFor(Duration.ofSeconds(1));
        assertThat(Duration.ofNanos(stride.rest())).isEqualTo(Stride.LONGEST);
    }
}
