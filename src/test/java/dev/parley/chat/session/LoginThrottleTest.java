package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ServerPassword;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Checks the delay of login attempts after wrong passwords, over any number of connections. */
class LoginThrottleTest {

    private long now = Long.MAX_VALUE - 5;
    private final LoginThrottle loginThrottle = new LoginThrottle(new ServerPassword("open sesame"), () -> now);

    private void advanceTime(Duration time) {
        now += time.toNanos();
    }

    @Test
    void attemptsAreNotDelayedBeforeAFailure() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(loginThrottle.nextAttemptDelay("192.0.2.7")).contains(Duration.ZERO);
            assertThat(loginThrottle.verify("open sesame", "192.0.2.7")).isTrue();
        }
    }

    @Test
    void attemptsOfAnAddressAreQueuedAfterAFailure() {
        assertThat(loginThrottle.verify("sesame", "192.0.2.7")).isFalse();

        assertThat(loginThrottle.nextAttemptDelay("192.0.2.7")).contains(Duration.ofSeconds(1));
        assertThat(loginThrottle.nextAttemptDelay("192.0.2.7")).contains(Duration.ofSeconds(2));
        assertThat(loginThrottle.nextAttemptDelay("192.0.2.7")).contains(Duration.ofSeconds(3));
        assertThat(loginThrottle.nextAttemptDelay("192.0.2.8")).contains(Duration.ZERO);
    }

    @Test
    void manyConnectionsOfOneAddressShareOneAttemptPerSecond() {
        int attempts = 0;
        for (int second = 0; second < 60; second++) {
            for (int connection = 0; connection < 1_000; connection++) {
                if (loginThrottle.nextAttemptDelay("192.0.2.7").isPresent()) {
                    attempts++;
                    loginThrottle.verify("guess " + connection, "192.0.2.7");
                }
            }
            advanceTime(Duration.ofSeconds(1));
        }
        assertThat(attempts).isLessThan(75);
    }

    @Test
    void ipv6NetworkCountsAsOneAddress() {
        loginThrottle.verify("sesame", "2001:db8:1:2::7");

        assertThat(loginThrottle.nextAttemptDelay("2001:db8:1:2::8")).contains(Duration.ofSeconds(1));
    }

    @Test
    void failuresExpire() {
        loginThrottle.verify("sesame", "192.0.2.7");
        advanceTime(Duration.ofSeconds(12));

        assertThat(loginThrottle.nextAttemptDelay("192.0.2.7")).contains(Duration.ZERO);
    }

    @Test
    void newAddressesShareOneQueueOnceTheTableIsFull() {
        for (int i = 0; i < 10_001; i++) {
            loginThrottle.verify("sesame", "10.0." + i / 256 + "." + i % 256);
        }

        assertThat(loginThrottle.nextAttemptDelay("203.0.113.1")).contains(Duration.ofSeconds(1));
        assertThat(loginThrottle.nextAttemptDelay("203.0.113.2")).contains(Duration.ofSeconds(2));
    }

    @Test
    void attemptsAreNotDelayedWithoutAPassword() {
        LoginThrottle none = new LoginThrottle(ServerPassword.NONE, () -> now);

        assertThat(none.verify("anything", "192.0.2.7")).isTrue();
        assertThat(none.nextAttemptDelay("192.0.2.7")).contains(Duration.ZERO);
    }
}
