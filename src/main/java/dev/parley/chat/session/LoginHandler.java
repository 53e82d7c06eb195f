package dev.parley.chat.session;

import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.NicknameAllocator;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.identity.User;
import dev.parley.chat.moderation.Actor;
import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.NodeLease;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.Subscriber;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs users in: resolves the identity, limits new users, claims a nickname, registers the session, and checks bans. The
 * token of a new user is stored later, with the first join or direct message. Thread-safe; nothing blocks.
 *
 * <p>Each login holds the claim on the nickname for itself, until the user that it has registered goes offline, or until it
 * fails or joins a user who is registered already. So the nickname belongs to the user at every moment, in any order in which
 * logins of the user begin and end, here and on other nodes.
 */
final class LoginHandler {

    private static final Logger LOG = LoggerFactory.getLogger(LoginHandler.class);

    private final ChatServer server;
    private final SessionRegistry sessions;
    private final NicknameAllocator nicknames;
    private final TokenAuthenticator authenticator;
    private final TokenWriter tokenWriter;
    private final UserRenamer renamer;
    private final SessionTerminator terminator;
    private final AdmissionControl admission;
    private final NodeLease lease;
    private final UserRateLimits rateLimits;
    private final AtomicLong logins = new AtomicLong();

    LoginHandler(
            ChatServer server,
            SessionRegistry sessions,
            NicknameAllocator nicknames,
            TokenAuthenticator authenticator,
            TokenWriter tokenWriter,
            UserRenamer renamer,
            SessionTerminator terminator,
            AdmissionControl admission,
            NodeLease lease,
            UserRateLimits rateLimits) {
        this.server = server;
        this.sessions = sessions;
        this.nicknames = nicknames;
        this.authenticator = authenticator;
        this.tokenWriter = tokenWriter;
        this.renamer = renamer;
        this.terminator = terminator;
        this.admission = admission;
        this.lease = lease;
        this.rateLimits = rateLimits;
    }

    /** A login that is past authentication. */
    private record Attempt(
            LoginRequest request,
            TokenAuthenticator.Identity identity,
            Subscriber subscriber,
            String nodeId,
            String holder) {}

    /** Logs a user in; the result never fails. */
    CompletionStage<LoginResult> login(LoginRequest request, Subscriber subscriber) {
        Optional<Refusal> banned = request.token() == null ? Optional.empty() : checkBan(request);
        if (banned.isPresent()) {
            return refused(banned.get()).thenApply(result -> publishRefusal(request, result));
        }
        return authenticator
                .authenticate(request)
                .thenCompose(identity -> admit(request, identity, subscriber))
                .exceptionally(failure -> new LoginResult.Refused(refusal("A login", failure)))
                .thenApply(result -> publishRefusal(request, result));
    }

    /** Admits a user, unless a mute forbids the nickname. A client that cannot be prompted gets another one. */
    private CompletionStage<LoginResult> admit(
            LoginRequest request, TokenAuthenticator.Identity identity, Subscriber subscriber) {
        TokenAuthenticator.Identity admitted = identity;
        Optional<Refusal> muted = checkNickname(request, identity);
        if (muted.isPresent()) {
            // A user who is online has a nickname already, which a further session shares.
            String kept = sessions.find(identity.id())
                    .map(online -> online.user().nickname().text())
                    .orElse(request.kind() == LoginRequest.Kind.AUTO_NAMED ? NicknamePolicy.GUEST : "");
            if (kept.isEmpty()) {
                return refused(checkBan(request).orElse(muted.get()));
            }
            admitted = identity.withWish(kept);
        }
        String nodeId = lease.nodeId();
        return admit(new Attempt(request, admitted, subscriber, nodeId, nodeId + "/" + logins.incrementAndGet()));
    }

    private Optional<Refusal> checkNickname(LoginRequest request, TokenAuthenticator.Identity identity) {
        Nickname last = server.nickname(identity.lastName());
        Actor actor = Actor.of(identity.id(), last, request.clientInfo().address());
        NicknamePolicy.Result parsed = server.limits().names().parse(identity.wish());
        if (!(parsed instanceof NicknamePolicy.Valid valid)) {
            // Only a client that cannot be prompted gets a nickname for an invalid one.
            return request.kind() == LoginRequest.Kind.AUTO_NAMED
                    ? server.sanctionEnforcer().check(UserAction.CHOOSE_NICKNAME, actor)
                    : Optional.empty();
        }
        return last != null && valid.nickname().equals(last)
                ? Optional.empty()
                : server.sanctionEnforcer().checkNickname(valid.nickname(), actor);
    }

    private CompletionStage<LoginResult> admit(Attempt attempt) {
        if (sessions.isClosed()) {
            return refused(Refusal.shuttingDown());
        }
        Optional<Refusal> tooMany = attempt.identity().source() == TokenAuthenticator.Source.NEW
                ? admission.checkNewUser(attempt.request().clientInfo().address())
                : checkRate(attempt.identity().id());
        if (tooMany.isPresent()) {
            return refused(checkBan(attempt.request()).or(() -> tooMany).orElseThrow());
        }
        return claim(attempt)
                .whenComplete((result, failure) -> {
                    if (failure != null) {
                        release(attempt); // the claim may have been granted
                    }
                })
                .thenCompose(result -> {
                    if (result instanceof NicknameAllocator.Granted granted) {
                        return register(attempt, granted);
                    }
                    Refusal refusal = Refusal.invalidNickname(((NicknameAllocator.Denied) result).problem());
                    return refused(checkBan(attempt.request()).orElse(refusal));
                });
    }

    /** Counts the login of a known user. */
    private Optional<Refusal> checkRate(String userId) {
        Duration wait = rateLimits.of(userId).logins().acquire();
        return wait.isZero() ? Optional.empty() : Optional.of(Refusal.slowDown(wait));
    }

    private CompletionStage<NicknameAllocator.Result> claim(Attempt attempt) {
        String wish = attempt.identity().wish();
        String userId = attempt.identity().id();
        return attempt.request().kind() == LoginRequest.Kind.AUTO_NAMED
                ? nicknames.claimNearest(wish, attempt.request().maxNameLength(), userId, attempt.holder())
                : nicknames.claim(wish, userId, attempt.holder());
    }

    private void release(Attempt attempt) {
        nicknames.release(attempt.identity().id(), attempt.holder());
    }

    private CompletionStage<LoginResult> register(Attempt attempt, NicknameAllocator.Granted granted) {
        LoginRequest request = attempt.request();
        Instant now = server.now();
        User user = new User(attempt.identity().id(), granted.claim().nickname(), request.clientInfo(), now);
        user.setAbsence(granted.claim().absence());
        OnlineUser arrived = new OnlineUser(
                user,
                attempt.identity().token(),
                rateLimits.of(attempt.identity().id()),
                attempt.holder(),
                granted.claim().version());
        SessionRegistry.AddResult result = sessions.add(
                arrived, online -> new Session(server, online, request.clientInfo(), attempt.subscriber(), now));
        if (result instanceof SessionRegistry.NotAdded notAdded) {
            release(attempt);
            return refused(notAdded.refusal());
        }
        SessionRegistry.Added added = (SessionRegistry.Added) result;
        if (added.session().onlineUser() != arrived) {
            release(attempt);
        }
        Session evicted = added.evicted();
        if (evicted != null) {
            evicted.leaveAll("");
            evicted.subscriber()
                    .disconnect(DisconnectReason.tooManySessions(server.limits().sessionsPerUser()));
        }
        Session session = added.session();
        if (!lease.nodeId().equals(attempt.nodeId())) {
            // The claim has ended with the lease. A loss from now on finds the session.
            terminator.end(session, "");
            return refused(Refusal.storageFailed());
        }
        // A rename elsewhere, between claim and registration, was signalled to a node that did not know the user yet.
        CompletionStage<?> current =
                granted.shared() ? renamer.refresh(attempt.identity().id()) : CompletableFuture.completedFuture(null);
        return current.whenComplete((done, failure) -> {
                    if (failure != null) {
                        terminator.end(session, "");
                    }
                })
                .thenApply(done -> complete(request, session))
                .thenCompose(completed -> saveStoredToken(attempt, completed));
    }

    /** Checks bans after the session is registered: a ban in progress either finds the session or is found here. */
    private LoginResult complete(LoginRequest request, Session session) {
        OnlineUser online = session.onlineUser();
        Optional<Refusal> banned =
                checkBan(request).or(() -> checkBan(online.user().nickname()));
        if (banned.isPresent()) {
            terminator.end(session, "banned");
            return new LoginResult.Refused(banned.get());
        }
        if (sessions.markAnnounced(online)) {
            server.events().publish(listener -> listener.onLogin(online.user()));
        }
        return new LoginResult.LoggedIn(session);
    }

    private Optional<Refusal> checkBan(LoginRequest request) {
        ResumeToken token = request.token();
        return server.sanctionEnforcer()
                .check(
                        UserAction.LOG_IN,
                        Actor.of(
                                token == null ? null : token.digest(),
                                null,
                                request.clientInfo().address()));
    }

    private Optional<Refusal> checkBan(Nickname nickname) {
        return server.checkNickname(nickname).map(Refusal::invalidNickname);
    }

    /**
     * Stores the new nickname of a token that is stored, before the client receives it, so that it is valid even if the
     * server stops right after.
     */
    private CompletionStage<LoginResult> saveStoredToken(Attempt attempt, LoginResult result) {
        return result instanceof LoginResult.LoggedIn in
                        && attempt.identity().source() == TokenAuthenticator.Source.STORED
                ? in.session().onlineUser().saveToken(tokenWriter::save).thenApply(user -> result)
                : CompletableFuture.completedFuture(result);
    }

    private static CompletionStage<LoginResult> refused(Refusal refusal) {
        return CompletableFuture.completedFuture(new LoginResult.Refused(refusal));
    }

    /**
     * Returns the refusal of a request that failed, and logs the failure.
     *
     * @param what the request, to begin a sentence with
     */
    static Refusal refusal(String what, Throwable failure) {
        // Each step of the future may wrap the failure.
        Throwable reason = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        if (reason instanceof RejectedExecutionException) {
            return Refusal.busy();
        }
        LOG.error("{} failed.", what, reason);
        return Refusal.storageFailed();
    }

    private LoginResult publishRefusal(LoginRequest request, LoginResult result) {
        if (result instanceof LoginResult.Refused refused) {
            server.events().refused(request.clientInfo(), null, null, refused.refusal());
        }
        return result;
    }
}
