package dev.parley.chat.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryDelayTest {

    @Test
    void delayDoublesUpTo5Minutes() {
        RetryDelay longest = new RetryDelay(() -> 0);

        assertThat(longest.after(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(longest.after(2)).isEqualTo(Duration.ofSeconds(2));
        assertThat(longest.after(9)).isEqualTo(Duration.ofSeconds(256));
        assertThat(longest.after(10)).isEqualTo(Duration.ofMinutes(5));
        assertThat(longest.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void atMostHalfOfTheDelayIsLeftOut() {
        assertThat(new RetryDelay(() -> 1).after(3)).isEqualTo(Duration.ofSeconds(2));
    }
}
