package dev.parley.chat.session;

import dev.parley.chat.identity.ServerPassword;
import dev.parley.chat.moderation.OperatorCode;
import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.Scheduler;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * Makes users operators, by a code or by the operator password. Wrong attempts are throttled by address. Thread-safe; nothing
 * blocks.
 */
public final class OperatorLogin {

    /** The source of a right that was granted for the password. */
    static final String PASSWORD = "password";

    private final ServerPassword password;
    private final AttemptThrottle attempts;

    /**
     * Creates a login.
     *
     * @param password the operator password; if there is none, only codes are accepted
     * @param scheduler runs the delays
     * @param nanoTime the clock, as {@link System#nanoTime}
     */
    public OperatorLogin(ServerPassword password, Scheduler scheduler, LongSupplier nanoTime) {
        this.password = password;
        this.attempts = new AttemptThrottle(scheduler, nanoTime);
    }

    /**
     * Makes the user of a session an operator.
     *
     * @param typed a code or the password
     * @return the refusal, after a delay if the code or password is wrong; never fails
     */
    public CompletionStage<Optional<Refusal>> login(Session session, String typed) {
        ChatServer server = session.chatServer();
        Optional<Refusal> refusal =
                server.sanctionEnforcer().check(UserAction.BECOME_OPERATOR, session.user(), session.clientInfo());
        CompletionStage<Optional<Refusal>> result = refusal.isPresent()
                ? CompletableFuture.completedFuture(refusal)
                : attempts.check(session.clientInfo().address(), () -> verify(session, typed));
        return result.exceptionally(failure -> Optional.of(LoginHandler.refusal("A login of an operator", failure)))
                .thenApply(refused -> {
                    refused.ifPresent(why -> server.events().refused(session.clientInfo(), session.user(), null, why));
                    return refused;
                });
    }

    private CompletionStage<Optional<Refusal>> verify(Session session, String typed) {
        Operators operators = session.chatServer().operators();
        Optional<OperatorCode> code = OperatorCode.parse(typed);
        return code.isEmpty()
                ? verifyPassword(session, typed)
                : operators
                        .redeem(code.get())
                        .thenCompose(
                                by -> by.isPresent() ? granted(session, by.get()) : verifyPassword(session, typed));
    }

    private CompletionStage<Optional<Refusal>> verifyPassword(Session session, String typed) {
        if (!password.isRequired()) {
            return CompletableFuture.completedFuture(Optional.of(Refusal.wrongOperatorCode()));
        } else if (!session.clientInfo().confidential()) {
            return CompletableFuture.completedFuture(Optional.of(Refusal.unencrypted()));
        }
        return password.matches(typed)
                ? granted(session, PASSWORD)
                : CompletableFuture.completedFuture(Optional.of(Refusal.wrongOperatorCode()));
    }

    private static CompletionStage<Optional<Refusal>> granted(Session session, String by) {
        return session.chatServer().operators().grant(session, by).thenApply(done -> Optional.empty());
    }
}
