package dev.parley.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Nobody guesses the password quickly, by however many connections. */
class GuessesTest {

    private long now = Long.MAX_VALUE - 5;
    private final Guesses guesses = new Guesses(new Password("open sesame"), () -> now);

    private void later(Duration time) {
        now += time.toNanos();
    }

    @Test
    void whereNobodyHasGuessedWrongNobodyWaits() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(guesses.turn("192.0.2.7")).contains(Duration.ZERO);
            assertThat(guesses.isRight("open sesame", "192.0.2.7")).isTrue();
        }
    }

    @Test
    void afterAWrongOneAllFromThereWaitInTurnRightOrWrong() {
        assertThat(guesses.isRight("sesame", "192.0.2.7")).isFalse();

        assertThat(guesses.turn("192.0.2.7")).contains(Duration.ofSeconds(1));
        assertThat(guesses.turn("192.0.2.7")).contains(Duration.ofSeconds(2));
        assertThat(guesses.turn("192.0.2.7")).contains(Duration.ofSeconds(3));
        assertThat(guesses.turn("192.0.2.8")).contains(Duration.ZERO);
    }

    @Test
    void aHundredThousandConnectionsGetOneGuessASecond() {
        int looked = 0;
        for (int second = 0; second < 60; second++) {
            for (int connection = 0; connection < 1_000; connection++) {
                if (guesses.turn("192.0.2.7").isPresent()) {
                    looked++;
                    guesses.isRight("guess " + connection, "192.0.2.7");
                }
            }
            later(Duration.ofSeconds(1));
        }
        assertThat(looked).isLessThan(75);
    }

    @Test
    void anAddressOfIpv6IsNoWayAroundIt() {
        guesses.isRight("sesame", "2001:db8:1:2::7");

        assertThat(guesses.turn("2001:db8:1:2::8")).contains(Duration.ofSeconds(1));
    }

    @Test
    void whatIsLongAgoIsForgotten() {
        guesses.isRight("sesame", "192.0.2.7");
        later(Duration.ofSeconds(12));

        assertThat(guesses.turn("192.0.2.7")).contains(Duration.ZERO);
    }

    @Test
    void beyondSoManyAddressesTheyWaitTogether() {
        for (int i = 0; i < 10_001; i++) {
            guesses.isRight("sesame", "10.0." + i / 256 + "." + i % 256);
        }

        assertThat(guesses.turn("203.0.113.1")).contains(Duration.ofSeconds(1));
        assertThat(guesses.turn("203.0.113.2")).contains(Duration.ofSeconds(2));
    }

    @Test
    void whereThereIsNoPasswordNobodyWaits() {
        Guesses none = new Guesses(Password.NONE, () -> now);

        assertThat(none.isRight("anything", "192.0.2.7")).isTrue();
        assertThat(none.turn("192.0.2.7")).contains(Duration.ZERO);
    }
}
