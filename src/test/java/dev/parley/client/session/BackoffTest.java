package dev.parley.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void delayGrowsToThirtySecondsAndIsResetAfterSuccess() {
        Backoff backoff = new Backoff(() -> 0.5);

        assertThat(Stream.generate(backoff::next).limit(7).map(Duration::toSeconds))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
        backoff.reset();
        assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void timeOfTheServerIsTheLeastDelayAndAtMostThirtySeconds() {
        Backoff backoff = new Backoff(() -> 0.5);

        assertThat(backoff.atLeast(Duration.ofSeconds(7)).next()).isEqualTo(Duration.ofSeconds(7));
        assertThat(backoff.atLeast(Duration.ofSeconds(7)).next()).isEqualTo(Duration.ofSeconds(14));
        assertThat(backoff.atLeast(Duration.ofDays(7)).next()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void delayIsRandomized() {
        assertThat(new Backoff(() -> 0).next()).isEqualTo(Duration.ofMillis(750));
        assertThat(new Backoff(() -> 1).next()).isEqualTo(Duration.ofMillis(1250));
    }
}
