package dev.parley.protocol;

import dev.parley.chat.room.Refusal;
import dev.parley.chat.session.Invites;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
import dev.parley.chat.session.LoginThrottle;
import dev.parley.stomp.MalformedFrameException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Handles CONNECT: checks the password of the server or the invitation, then logs in. Reads are held meanwhile. Thread-safe. */
final class ConnectHandler {

    private final Invites invites;
    private final LoginThrottle throttle;

    ConnectHandler(Invites invites, LoginThrottle throttle) {
        this.invites = invites;
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
                        check(connect, session.frameSink().clientInfo().address())
                                .thenCompose(refusal -> refusal.isPresent()
                                        ? refused(session, refusal.get())
                                        : login(session, connect)),
                        result -> session.onLoginResult(connect.version(), result));
    }

    private CompletionStage<Optional<Refusal>> check(ConnectRequest connect, String address) {
        String invite = connect.invite();
        return throttle.check(
                connect.passcode(),
                () -> invite == null ? invites.checkAsPassword(connect.passcode()) : invites.check(invite),
                address);
    }

    private static CompletionStage<LoginResult> refused(StompSession session, Refusal refusal) {
        return CompletableFuture.completedFuture(
                new LoginResult.Refused(session.refusals().report(refusal)));
    }

    private static CompletionStage<LoginResult> login(StompSession session, ConnectRequest connect) {
        FrameSink sink = session.frameSink();
        return sink.login(LoginRequest.resumable(connect.name(), sink.clientInfo(), connect.token()));
    }
}
