package dev.parley.protocol;

import dev.parley.chat.room.Refusal;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
import dev.parley.chat.session.LoginThrottle;
import dev.parley.stomp.MalformedFrameException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Handles CONNECT: checks the password of the server, then logs in. Reads are held meanwhile. Thread-safe. */
final class ConnectHandler {

    private final LoginThrottle throttle;

    ConnectHandler(LoginThrottle throttle) {
        this.throttle = throttle;
    }

    void connect(StompSession session, StompRequest request) {
        ConnectRequest connect;
        try {
            connect = ConnectRequest.parse(request.frame());
        } catch (MalformedFrameException e) {
            session.fail(e);
            return;
        }
        session.onConnect(connect);
        session.pendingRequests()
                .answerHeld(
                        checkPassword(session, connect.passcode())
                                .thenCompose(refusal -> refusal.isPresent()
                                        ? refused(session, refusal.get())
                                        : login(session, connect)),
                        result -> session.onLoginResult(connect.version(), result));
    }

    /** Returns the refusal of a wrong password, after a delay; empty if the password is right. */
    private CompletionStage<Optional<Refusal>> checkPassword(StompSession session, String passcode) {
        String address = session.frameSink().clientInfo().address();
        Optional<Duration> delay = throttle.nextAttemptDelay(address);
        if (delay.isEmpty()) {
            return pause(session, LoginThrottle.PAUSE, Optional.of(Refusal.slowDown(LoginThrottle.PAUSE)));
        }
        return pause(session, delay.get(), address)
                .thenCompose(from -> throttle.verify(passcode, from)
                        ? CompletableFuture.completedFuture(Optional.empty())
                        : pause(session, LoginThrottle.PAUSE, Optional.of(Refusal.wrongPassword())));
    }

    /** Completes with a value after a delay, at once if it is zero, and never if the connection is closed by then. */
    private static <T> CompletionStage<T> pause(StompSession session, Duration delay, T value) {
        CompletableFuture<T> later = new CompletableFuture<>();
        if (delay.isZero()) {
            later.complete(value);
        } else {
            session.frameSink().schedule(delay, () -> {
                if (!session.frameSink().isClosed()) {
                    later.complete(value);
                }
            });
        }
        return later;
    }

    private static CompletionStage<LoginResult> refused(StompSession session, Refusal refusal) {
        return CompletableFuture.completedFuture(new LoginResult.Refused(session.reportRefused(refusal)));
    }

    private static CompletionStage<LoginResult> login(StompSession session, ConnectRequest connect) {
        FrameSink sink = session.frameSink();
        return sink.login(LoginRequest.resumable(connect.name(), sink.clientInfo(), connect.token()));
    }
}
