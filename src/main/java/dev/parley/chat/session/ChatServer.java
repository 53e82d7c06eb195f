package dev.parley.chat.session;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.NicknameRegistry;
import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.ChatEventListener;
import dev.parley.chat.room.ChatEvents;
import dev.parley.chat.room.ChatMetrics;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.JoinResult;
import dev.parley.chat.room.MessageDraft;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.RoomName;
import dev.parley.chat.room.RoomRegistry;
import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.room.Subscriber;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The house that everybody enters: lets people in under unique names, knows who is here, and holds the place of those
 * who were cut off. Its rooms are {@link RoomRegistry}.
 *
 * <p>Safe from any thread. One lock, the house's, guards who is here; while it is held nothing blocks, and no other
 * lock is taken but those inside {@link NicknameRegistry} and {@link RoomRegistry}.
 */
public final class ChatServer {

    private static final Logger LOG = LoggerFactory.getLogger(ChatServer.class);
    private static final Duration COME_BACK = Duration.ofSeconds(5);

    private final ServerLimits limits;
    private final ServerResources serverResources;
    private final Moderation moderation;
    private final NicknameRegistry nicknameRegistry;
    private final RoomRegistry roomRegistry;
    private final TokenWriter tokenWriter;
    private final TokenAuthenticator tokenAuthenticator;
    private final ChatEvents events;
    private final User operator;

    private final Object lock = new Object();
    private final Map<String, Session> sessions = new HashMap<>(); // guarded by lock; by the person's identity
    private final Map<String, Session> held = new HashMap<>(); // guarded by lock; the part of visits that was cut off
    private boolean closed; // guarded by lock

    /** A house that records no metrics. */
    public ChatServer(ServerLimits rules, ServerResources serverResources) {
        this(rules, serverResources, ChatMetrics.NONE);
    }

    /** A house with the rooms that are stored. Reads the history once, which may block or fail. */
    public ChatServer(ServerLimits rules, ServerResources serverResources, ChatMetrics metrics) {
        this.limits = rules;
        this.events = new ChatEvents(metrics);
        this.serverResources = serverResources;
        this.moderation = new Moderation(serverResources, this);
        this.nicknameRegistry = new NicknameRegistry(rules.names(), moderation::checkNickname);
        this.roomRegistry = new RoomRegistry(rules, serverResources.forRooms(), events, metrics);
        this.tokenWriter = new TokenWriter(serverResources, rules.pace());
        this.tokenAuthenticator = new TokenAuthenticator(serverResources, this::isHere);
        MaintenanceScheduler maintenanceScheduler =
                new MaintenanceScheduler(serverResources, roomRegistry, tokenWriter);
        this.operator =
                new User("operator", NicknamePolicy.OPERATOR, new ClientInfo("operator", "console", "console"), now());
        maintenanceScheduler.start(this::everySession);
    }

    /** The limits everybody is held to. */
    public ServerLimits limits() {
        return limits;
    }

    /** All rooms. */
    public RoomRegistry roomRegistry() {
        return roomRegistry;
    }

    /** Who keeps out whom the operator has banned, and silent whom it has muted. */
    public Moderation moderation() {
        return moderation;
    }

    /** Returns where a transport reports refusals and ended connections. */
    public ChatEvents events() {
        return events;
    }

    /** Whether it lets nobody in any more. */
    public boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    /** Lets this one know what happens from now on. */
    public void addListener(ChatEventListener chatEventListener) {
        events.addListener(chatEventListener);
    }

    /** How many people are here, those who are held a place included. */
    public int userCount() {
        synchronized (lock) {
            return sessions.size();
        }
    }

    /** Returns the deliveries that the slowest cursor has yet to take, without users in the resume window. Thread-safe. */
    public long maxCursorLag() {
        List<Session> connected =
                everySession().stream().filter(session -> !isHeld(session)).toList();
        return connected.stream().mapToLong(Session::maxCursorLag).max().orElse(0);
    }

    /** Everybody who is here, in no particular order. */
    public List<User> users() {
        synchronized (lock) {
            return sessions.values().stream().map(Session::user).toList();
        }
    }

    /** Who goes by this name, written in whatever case. */
    public Optional<User> findUser(String name) {
        return sessionOf(name).map(Session::user);
    }

    /**
     * Asks to be let in.
     *
     * @return a visit, or why not; never fails. A token that is shown and valid brings back its person: while the
     *     person is here or held a place, under its name, and a connection it still has is told that it is replaced
     */
    public CompletionStage<LoginResult> login(LoginRequest loginRequest, Subscriber subscriber) {
        return tokenAuthenticator
                .authenticate(loginRequest)
                .thenApply(identity -> admit(loginRequest, identity, subscriber))
                .thenCompose(this::remembered)
                .exceptionally(ChatServer::notRead)
                .thenApply(loginResult -> reported(loginRequest, loginResult));
    }

    private static LoginResult notRead(Throwable failure) {
        // Wrapped by whatever step it has come through.
        Throwable reason = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        if (reason instanceof RejectedExecutionException) {
            return new LoginResult.Refused(Refusal.busy());
        }
        LOG.error("Somebody could not be let in.", reason);
        return new LoginResult.Refused(Refusal.storageFailed());
    }

    /** Whoever is told a token can come back with it even if the server stops the moment after. */
    private CompletionStage<LoginResult> remembered(LoginResult loginResult) {
        return loginResult instanceof LoginResult.LoggedIn in
                        && in.session().token().isPresent()
                ? tokenWriter.save(in.session().user()).thenApply(user -> loginResult)
                : CompletableFuture.completedFuture(loginResult);
    }

    private LoginResult admit(LoginRequest loginRequest, TokenAuthenticator.Identity identity, Subscriber subscriber) {
        String id = identity.id();
        Session session;
        Session replaced = null;
        User arrived = null;
        synchronized (lock) {
            if (closed) {
                return new LoginResult.Refused(Refusal.shuttingDown());
            }
            // Under the lock, so that whoever is being banned is either refused here or found here.
            Optional<Refusal> banned = moderation.checkLogin(
                    loginRequest.token(), loginRequest.clientInfo().address());
            if (banned.isPresent()) {
                return new LoginResult.Refused(banned.get());
            }
            if (sessions.containsKey(id)) {
                replaced = held.containsKey(id) ? null : sessions.get(id);
                session = takeOver(id, loginRequest.clientInfo(), identity.token(), subscriber);
            } else {
                NicknameRegistry.ClaimResult claimResult = loginRequest.kind() == LoginRequest.Kind.NOT_ASKED
                        ? new NicknameRegistry.Granted(
                                nicknameRegistry.claimNearest(identity.wish(), id, loginRequest.maxNameLength()))
                        : nicknameRegistry.claim(identity.wish(), id);
                if (!(claimResult instanceof NicknameRegistry.Granted granted)) {
                    return new LoginResult.Refused(
                            Refusal.invalidNickname(((NicknameRegistry.Denied) claimResult).problem()));
                }
                arrived = new User(id, granted.nickname(), loginRequest.clientInfo(), now());
                session = new Session(this, arrived, identity.token(), subscriber, RateLimits.create(limits));
                sessions.put(id, session);
            }
        }
        if (replaced != null) {
            replaced.subscriber().disconnect(DisconnectReason.replaced());
        }
        if (arrived != null) {
            User user = arrived;
            events.publish(chatEventListener -> chatEventListener.onLogin(user));
        }
        return new LoginResult.LoggedIn(session);
    }

    private LoginResult reported(LoginRequest loginRequest, LoginResult loginResult) {
        if (loginResult instanceof LoginResult.Refused refused) {
            events.refused(loginRequest.clientInfo(), null, null, refused.refusal());
        }
        return loginResult;
    }

    /** The person's new connection takes the place of the old one, whose seats it has the grace to sit down on. */
    private Session takeOver(String id, ClientInfo clientInfo, @Nullable ResumeToken token, Subscriber subscriber) {
        Session before = Objects.requireNonNull(sessions.get(id));
        before.user().setClientInfo(clientInfo);
        Session session = new Session(this, before.user(), token, subscriber, before.rateLimits());
        sessions.put(id, session);
        held.remove(id);
        serverResources.scheduler().schedule(limits.grace(), () -> before.leaveAll(CloseCause.LOST.reason()));
        return session;
    }

    /** Joins a room for a visit, unless another has taken its place and may be sitting there already. */
    CompletionStage<JoinResult> join(Session session, RoomName room, ReplayFrom replayFrom) {
        synchronized (lock) {
            if (sessions.get(session.user().id()) != session) {
                return CompletableFuture.completedFuture(Refusal.notInRoom(room));
            }
        }
        return roomRegistry.join(room, session.user(), session.subscriber(), replayFrom);
    }

    /** Who goes by this name and has a connection that can be told something. */
    Optional<Session> findOnlineSession(String name) {
        return sessionOf(name).filter(session -> !isHeld(session));
    }

    /** Gives a visit's person another name. */
    Optional<Refusal> rename(Session session, String wish) {
        User user = session.user();
        String from = user.nickname().text();
        synchronized (lock) {
            if (sessions.get(user.id()) != session) {
                return Optional.of(Refusal.shuttingDown());
            }
            NicknameRegistry.ClaimResult claimResult = nicknameRegistry.claim(wish, user.id());
            if (!(claimResult instanceof NicknameRegistry.Granted granted)) {
                return Optional.of(Refusal.invalidNickname(((NicknameRegistry.Denied) claimResult).problem()));
            }
            Nickname old = user.nickname();
            user.rename(granted.nickname());
            if (!old.key().equals(granted.nickname().key())) {
                nicknameRegistry.release(old, user.id());
            }
        }
        if (!user.nickname().text().equals(from)) {
            session.publishRename(from);
            events.publish(chatEventListener -> chatEventListener.onRenamed(user, from));
            if (session.token().isPresent()) {
                tokenWriter.save(user);
            }
        }
        return Optional.empty();
    }

    /** A visit's connection has ended. */
    void close(Session session, CloseCause closeCause) {
        String id = session.user().id();
        synchronized (lock) {
            if (sessions.get(id) != session || held.containsKey(id)) {
                return;
            }
            if (closeCause != CloseCause.QUIT && session.token().isPresent() && !closed) {
                held.put(id, session);
                serverResources.scheduler().schedule(limits.grace(), () -> release(session, closeCause.reason()));
                return;
            }
        }
        depart(session, closeCause.reason());
    }

    private void release(Session session, String reason) {
        synchronized (lock) {
            if (held.get(session.user().id()) != session) {
                return;
            }
        }
        depart(session, reason);
    }

    /** The person leaves its rooms, and its name is free. */
    private boolean depart(Session session, String reason) {
        User user = session.user();
        synchronized (lock) {
            if (!sessions.remove(user.id(), session)) {
                return false;
            }
            held.remove(user.id());
            session.leaveAll(reason);
            nicknameRegistry.release(user.nickname(), user.id());
        }
        moderation.onUserLeft(user);
        events.publish(chatEventListener -> chatEventListener.onLogout(user, reason));
        if (session.token().isPresent()) {
            tokenWriter.touch(List.of(user));
        }
        return true;
    }

    /** Sends off whoever goes by this name; empty if nobody does. */
    public Optional<User> kick(String name, String reason) {
        Optional<Session> session = sessionOf(name);
        if (session.isEmpty() || !depart(session.get(), reason.isEmpty() ? "kicked" : "kicked: " + reason)) {
            return Optional.empty();
        }
        session.get().subscriber().disconnect(DisconnectReason.kicked(reason));
        return session.map(Session::user);
    }

    /** Sends everybody off, and goes on letting people in. Says how many there were. */
    public int disconnectAll() {
        return disconnect(user -> true, "sent off", DisconnectReason.disconnectedByOperator())
                .size();
    }

    /** Sends off everybody of whom this is true, and says who they were. */
    List<User> disconnect(Predicate<User> whom, String reason, DisconnectReason disconnectReason) {
        List<User> sent = new ArrayList<>();
        for (Session session : everySession()) {
            if (whom.test(session.user()) && depart(session, reason)) {
                session.subscriber().disconnect(disconnectReason);
                sent.add(session.user());
            }
        }
        return sent;
    }

    /** Says something in every room, as the operator. */
    public CompletionStage<List<RequestResult>> publish(String text) {
        return roomRegistry.publish(byOperator(text));
    }

    /** Says something in one room, as the operator. */
    public CompletionStage<RequestResult> publish(RoomName room, String text) {
        return roomRegistry.publish(room, byOperator(text));
    }

    /** Who speaks at the console. */
    public User operator() {
        return operator;
    }

    /** Whether this token was given out here and is valid, a second late if not; fails if that cannot be read. */
    public CompletionStage<Boolean> isKnown(ResumeToken token) {
        return tokenAuthenticator
                .isKnown(token)
                .thenApply(known -> known && moderation.checkLogin(token, "").isEmpty());
    }

    /**
     * Lets nobody in any more and takes nothing new. Completes when all that was accepted is stored and answered and
     * everybody has been told farewell; the connections may then be closed as soon as they have written it.
     */
    public CompletionStage<?> close() {
        synchronized (lock) {
            closed = true;
        }
        DisconnectReason disconnectReason = DisconnectReason.shuttingDown();
        return roomRegistry.close(disconnectReason.sentence(), COME_BACK).thenRun(() -> {
            for (Session session : everySession()) {
                session.subscriber().disconnect(disconnectReason);
            }
        });
    }

    /** The time now. */
    public Instant now() {
        return serverResources.clock().instant();
    }

    private MessageDraft byOperator(String text) {
        return new MessageDraft(operator, text, false, null);
    }

    private Optional<Session> sessionOf(String name) {
        synchronized (lock) {
            return nicknameRegistry.holder(name).map(sessions::get);
        }
    }

    private boolean isHere(String person) {
        synchronized (lock) {
            return sessions.containsKey(person);
        }
    }

    private boolean isHeld(Session session) {
        synchronized (lock) {
            return held.get(session.user().id()) == session;
        }
    }

    private List<Session> everySession() {
        synchronized (lock) {
            return List.copyOf(sessions.values());
        }
    }
}
