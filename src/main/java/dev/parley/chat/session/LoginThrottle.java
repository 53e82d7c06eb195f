package dev.parley.chat.session;

import dev.parley.chat.identity.ServerPassword;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Checks the server password, and limits attempts to guess it, see {@link AttemptThrottle}. Thread-safe; never blocks.
 */
public final class LoginThrottle {

    /** The delay of the answer to a wrong password. */
    public static final Duration PAUSE = AttemptThrottle.PAUSE;

    private final ServerPassword password;
    private final AttemptThrottle attempts;

    /**
     * Creates a throttle.
     *
     * @param scheduler runs the delays
     * @param nanoTime the clock, as {@link System#nanoTime}
     */
    public LoginThrottle(ServerPassword password, Scheduler scheduler, LongSupplier nanoTime) {
        this.password = password;
        this.attempts = new AttemptThrottle(scheduler, nanoTime);
    }

    /** Returns the password. */
    public ServerPassword serverPassword() {
        return password;
    }

    /**
     * Checks a password when it is the address's turn, which is at once if there was no wrong one before.
     *
     * @return empty if the password is right or none is required; otherwise, after a delay, the refusal {@code
     *     wrong-password}, or {@code slow-down} if too many attempts wait already. Never fails; may complete on the
     *     scheduler's thread
     */
    public CompletionStage<Optional<Refusal>> check(String typed, String address) {
        return check(typed, () -> CompletableFuture.completedFuture(Optional.of(Refusal.wrongPassword())), address);
    }

    /**
     * Checks a password or, if it is wrong, another secret, as one attempt of the address.
     *
     * @param other returns the refusal of the other secret; never fails
     */
    public CompletionStage<Optional<Refusal>> check(
            String typed, Supplier<CompletionStage<Optional<Refusal>>> other, String address) {
        return password.isRequired()
                ? attempts.check(
                        address,
                        () -> password.matches(typed)
                                ? CompletableFuture.completedFuture(Optional.empty())
                                : other.get())
                : CompletableFuture.completedFuture(Optional.empty());
    }
}
