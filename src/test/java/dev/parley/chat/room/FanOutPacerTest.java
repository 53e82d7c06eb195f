package dev.parley.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FanOutPacerTest {

    private long now = Long.MAX_VALUE - 5; // the clock may overflow
    private final FanOutPacer fanOutPacer = new FanOutPacer(() -> now);

    private void runPass(Duration time) {
        fanOutPacer.run(() -> now += time.toNanos());
    }

    @Test
    void firstPassRunsAtOnce() {
        assertThat(fanOutPacer.delayNanos()).isZero();
    }

    @Test
    void passAfterAShortOneRunsAtOnce() {
        runPass(Duration.ofMillis(1));
        assertThat(fanOutPacer.delayNanos()).isZero();
    }

    @Test
    void longPassIsFollowedByAPauseOfTheSameLength() {
        runPass(Duration.ofMillis(10));
        assertThat(Duration.ofNanos(fanOutPacer.delayNanos())).isEqualTo(Duration.ofMillis(10));
        now += Duration.ofMillis(4).toNanos();
        assertThat(Duration.ofNanos(fanOutPacer.delayNanos())).isEqualTo(Duration.ofMillis(6));
        now += Duration.ofMillis(7).toNanos();
        assertThat(fanOutPacer.delayNanos()).isZero();
    }

    @Test
    void pauseIsLimited() {
        runPass(Duration.ofSeconds(1));
        assertThat(Duration.ofNanos(fanOutPacer.delayNanos())).isEqualTo(FanOutPacer.LONGEST);
    }
}
