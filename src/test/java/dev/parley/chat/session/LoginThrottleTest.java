package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ServerPassword;
import dev.parley.chat.room.ManualScheduler;
import dev.parley.chat.room.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Checks the delay of login attempts after wrong passwords, over any number of connections. */
class LoginThrottleTest {

    private static final Duration PAUSE = LoginThrottle.PAUSE;

    private final ManualScheduler scheduler = new ManualScheduler();

    /** A clock that overflows while the tests run, as {@link System#nanoTime} may. */
    private final long origin = Long.MAX_VALUE - 5 - scheduler.nanoTime();

    private final LoginThrottle loginThrottle =
            new LoginThrottle(new ServerPassword("open sesame"), scheduler, () -> origin + scheduler.nanoTime());

    private CompletableFuture<Optional<Refusal>> check(String typed, String address) {
        return loginThrottle.check(typed, address).toCompletableFuture();
    }

    private CompletableFuture<Optional<Refusal>> right(String address) {
        return check("open sesame", address);
    }

    @Test
    void passwordsAreAcceptedAtOnceAsLongAsNoneWasWrong() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(right("192.0.2.7")).isCompletedWithValue(Optional.empty());
        }
    }

    @Test
    void wrongPasswordIsRefusedAfterADelay() {
        var wrong = check("sesame", "192.0.2.7");

        scheduler.advanceTime(PAUSE.minusMillis(1));
        assertThat(wrong).isNotDone();
        scheduler.advanceTime(Duration.ofMillis(1));
        assertThat(wrong).isCompletedWithValue(Optional.of(Refusal.wrongPassword()));
    }

    @Test
    void rightAndWrongPasswordsWaitInTurnAfterAWrongOne() {
        var unused = check("sesame", "192.0.2.7");
        var first = right("192.0.2.7");
        var second = right("192.0.2.7");
        var third = check("sesame", "192.0.2.7");

        assertThat(right("192.0.2.8")).isCompletedWithValue(Optional.empty());
        assertThat(first).isNotDone();
        scheduler.advanceTime(PAUSE);
        assertThat(first).isCompletedWithValue(Optional.empty());
        assertThat(second).isNotDone();
        scheduler.advanceTime(PAUSE);
        assertThat(second).isCompletedWithValue(Optional.empty());
        scheduler.advanceTime(PAUSE);
        assertThat(third).isNotDone();
        scheduler.advanceTime(PAUSE);
        assertThat(third).isCompletedWithValue(Optional.of(Refusal.wrongPassword()));
    }

    @Test
    void attemptsBeyondTheLongestWaitAreRefusedAfterADelay() {
        for (int i = 0; i < 9; i++) {
            var unused = check("sesame", "192.0.2.7");
        }
        var tooMany = right("192.0.2.7");

        assertThat(tooMany).isNotDone();
        scheduler.advanceTime(PAUSE);
        assertThat(tooMany).isCompletedWithValue(Optional.of(Refusal.slowDown(PAUSE)));
    }

    @Test
    void manyConnectionsOfOneAddressShareOneAttemptPerSecond() {
        List<CompletableFuture<Optional<Refusal>>> guesses = new ArrayList<>();
        for (int second = 0; second < 60; second++) {
            for (int connection = 0; connection < 1_000; connection++) {
                guesses.add(check("guess " + connection, "192.0.2.7"));
            }
            scheduler.advanceTime(PAUSE);
        }
        scheduler.advanceTime(Duration.ofSeconds(20));

        assertThat(guesses)
                .allMatch(CompletableFuture::isDone)
                .filteredOn(guess -> guess.join().equals(Optional.of(Refusal.wrongPassword())))
                .hasSizeLessThan(75);
    }

    @Test
    void addressesOfOneIpv6NetworkAreThrottledTogether() {
        var unused = check("sesame", "2001:db8:1:2::7");

        assertThat(right("2001:db8:1:2::8")).isNotDone();
    }

    @Test
    void wrongPasswordIsForgottenAfterAWhile() {
        var unused = check("sesame", "192.0.2.7");
        scheduler.advanceTime(Duration.ofSeconds(12));

        assertThat(right("192.0.2.7")).isCompletedWithValue(Optional.empty());
    }

    @Test
    void addressesBeyondTheLimitAreThrottledTogether() {
        for (int i = 0; i < 10_001; i++) {
            var unused = check("sesame", "10.0." + i / 256 + "." + i % 256);
        }
        var first = right("203.0.113.1");
        var second = right("203.0.113.2");

        scheduler.advanceTime(PAUSE);
        assertThat(first).isCompletedWithValue(Optional.empty());
        assertThat(second).isNotDone();
    }

    @Test
    void attemptsAreNotDelayedWithoutAPassword() {
        LoginThrottle none = new LoginThrottle(ServerPassword.NONE, scheduler, scheduler::nanoTime);

        assertThat(none.check("anything", "192.0.2.7").toCompletableFuture()).isCompletedWithValue(Optional.empty());
    }
}
