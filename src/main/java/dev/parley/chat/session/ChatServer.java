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
import dev.parley.chat.room.RoomRegistry;
import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.room.Subscriber;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Logs users in under unique nicknames, keeps their sessions, and holds a session for the resume window after its
 * connection is lost. The rooms are in {@link RoomRegistry}.
 *
 * <p>Thread-safe. One lock guards the sessions. A thread that holds it never blocks, and takes no other lock but those
 * inside {@link NicknameRegistry} and {@link RoomRegistry}.
 */
public final class ChatServer {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final ServerLimits limits;
    private final ServerResources resources;
    private final Moderation moderation;
    private final NicknameRegistry nicknameRegistry;
    private final RoomRegistry rooms;
    private final TokenWriter tokenWriter;
    private final TokenAuthenticator authenticator;
    private final LoginPipeline logins;
    private final ChatEvents events;
    private final User operator;

    private final Object lock = new Object();
    private final Map<String, Session> sessions = new HashMap<>(); // guarded by lock; by the id of the user
    private final Map<String, Session> held =
            new HashMap<>(); // guarded by lock; the sessions within their resume window
    private boolean closed; // guarded by lock

    /** Creates a server that records no metrics. */
    public ChatServer(ServerLimits limits, ServerResources resources) {
        this(limits, resources, ChatMetrics.NONE);
    }

    /**
     * Creates a server with the stored rooms. Reads the history, which may block.
     *
     * @throws dev.parley.chat.room.StorageException if the history cannot be read
     */
    public ChatServer(ServerLimits limits, ServerResources resources, ChatMetrics metrics) {
        this.limits = limits;
        this.events = new ChatEvents(metrics);
        this.resources = resources;
        this.moderation = new Moderation(resources, this);
        this.nicknameRegistry = new NicknameRegistry(limits.names(), moderation::checkNickname);
        this.rooms = new RoomRegistry(limits, resources.forRooms(), events, metrics);
        this.tokenWriter = new TokenWriter(resources, limits.pace());
        this.authenticator = new TokenAuthenticator(resources, this::isOnline);
        this.logins = new LoginPipeline(authenticator, tokenWriter, events);
        this.operator =
                new User("operator", NicknamePolicy.OPERATOR, new ClientInfo("operator", "console", "console"), now());
        new MaintenanceScheduler(resources, rooms, tokenWriter).start(this::allSessions);
    }

    /** Returns the limits of this server. */
    public ServerLimits limits() {
        return limits;
    }

    /** Returns the rooms. */
    public RoomRegistry roomRegistry() {
        return rooms;
    }

    /** Returns the bans and mutes. */
    public Moderation moderation() {
        return moderation;
    }

    /** Returns where a transport reports refusals and ended connections. */
    public ChatEvents events() {
        return events;
    }

    /** Returns whether the server refuses logins because it shuts down. */
    public boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    /** Adds a listener for later events. */
    public void addListener(ChatEventListener listener) {
        events.addListener(listener);
    }

    /** Returns the number of users, including those within their resume window. */
    public int userCount() {
        synchronized (lock) {
            return sessions.size();
        }
    }

    /** Returns the deliveries that the slowest cursor has yet to take, without users in the resume window. Thread-safe. */
    public long maxCursorLag() {
        List<Session> connected =
                allSessions().stream().filter(session -> !isHeld(session)).toList();
        return connected.stream().mapToLong(Session::maxCursorLag).max().orElse(0);
    }

    /** Returns all users, in no particular order. */
    public List<User> users() {
        synchronized (lock) {
            return sessions.values().stream().map(Session::user).toList();
        }
    }

    /** Finds the user of a nickname, ignoring case. */
    public Optional<User> findUser(String name) {
        return sessionOf(name).map(Session::user);
    }

    /**
     * Logs a user in. A valid resume token identifies its user: a session of that user continues under its nickname, and
     * the connection it still has is disconnected as replaced.
     *
     * @return the session, or the refusal; never fails
     */
    public CompletionStage<LoginResult> login(LoginRequest request, Subscriber subscriber) {
        return logins.run(request, identity -> admit(request, identity, subscriber));
    }

    private LoginResult admit(LoginRequest request, TokenAuthenticator.Identity identity, Subscriber subscriber) {
        String id = identity.id();
        Session session;
        Session replaced = null;
        User arrived = null;
        synchronized (lock) {
            if (closed) {
                return new LoginResult.Refused(Refusal.shuttingDown());
            }
            // Under the lock, so that a ban in progress either refuses this login or finds its session.
            Optional<Refusal> banned =
                    moderation.checkLogin(request.token(), request.clientInfo().address());
            if (banned.isPresent()) {
                return new LoginResult.Refused(banned.get());
            }
            if (sessions.containsKey(id)) {
                replaced = held.containsKey(id) ? null : sessions.get(id);
                session = takeOver(id, request.clientInfo(), identity.token(), subscriber);
            } else {
                NicknameRegistry.ClaimResult result = request.kind() == LoginRequest.Kind.AUTO_NAMED
                        ? new NicknameRegistry.Granted(
                                nicknameRegistry.claimNearest(identity.wish(), id, request.maxNameLength()))
                        : nicknameRegistry.claim(identity.wish(), id);
                if (!(result instanceof NicknameRegistry.Granted granted)) {
                    return new LoginResult.Refused(
                            Refusal.invalidNickname(((NicknameRegistry.Denied) result).problem()));
                }
                arrived = new User(id, granted.nickname(), request.clientInfo(), now());
                session = new Session(this, arrived, identity.token(), subscriber, RateLimits.create(limits));
                sessions.put(id, session);
            }
        }
        if (replaced != null) {
            replaced.subscriber().disconnect(DisconnectReason.replaced());
        }
        if (arrived != null) {
            User user = arrived;
            events.publish(listener -> listener.onLogin(user));
        }
        return new LoginResult.LoggedIn(session);
    }

    /** Replaces the session of a user by one for a new connection, which has the resume window to join its rooms. */
    private Session takeOver(String id, ClientInfo clientInfo, @Nullable ResumeToken token, Subscriber subscriber) {
        Session before = Objects.requireNonNull(sessions.get(id));
        before.user().setClientInfo(clientInfo);
        Session session = new Session(this, before.user(), token, subscriber, before.rateLimits());
        sessions.put(id, session);
        held.remove(id);
        resources.scheduler().schedule(limits.grace(), () -> before.leaveAll(CloseCause.LOST.reason()));
        return session;
    }

    /** Joins a room, unless another session has replaced this one. */
    CompletionStage<JoinResult> join(Session session, RoomName room, ReplayFrom replayFrom) {
        synchronized (lock) {
            if (sessions.get(session.user().id()) != session) {
                return CompletableFuture.completedFuture(Refusal.notInRoom(room));
            }
        }
        return rooms.join(room, session.user(), session.subscriber(), replayFrom);
    }

    /** Finds the session of a nickname that has a connection. */
    Optional<Session> findOnlineSession(String name) {
        return sessionOf(name).filter(session -> !isHeld(session));
    }

    /** Changes the nickname of the session's user; returns the refusal, if any. */
    Optional<Refusal> rename(Session session, String wish) {
        User user = session.user();
        String from = user.nickname().text();
        synchronized (lock) {
            if (sessions.get(user.id()) != session) {
                return Optional.of(Refusal.shuttingDown());
            }
            NicknameRegistry.ClaimResult result = nicknameRegistry.claim(wish, user.id());
            if (!(result instanceof NicknameRegistry.Granted granted)) {
                return Optional.of(Refusal.invalidNickname(((NicknameRegistry.Denied) result).problem()));
            }
            Nickname old = user.nickname();
            user.rename(granted.nickname());
            if (!old.key().equals(granted.nickname().key())) {
                nicknameRegistry.release(old, user.id());
            }
        }
        if (!user.nickname().text().equals(from)) {
            session.publishRename(from);
            events.publish(listener -> listener.onRenamed(user, from));
            if (session.token().isPresent()) {
                tokenWriter.save(user);
            }
        }
        return Optional.empty();
    }

    /** Ends a session whose connection has closed, or holds it for the resume window. */
    void close(Session session, CloseCause cause) {
        String id = session.user().id();
        synchronized (lock) {
            if (sessions.get(id) != session || held.containsKey(id)) {
                return;
            }
            if (cause != CloseCause.QUIT && session.token().isPresent() && !closed) {
                held.put(id, session);
                resources.scheduler().schedule(limits.grace(), () -> release(session, cause.reason()));
                return;
            }
        }
        remove(session, cause.reason());
    }

    private void release(Session session, String reason) {
        synchronized (lock) {
            if (held.get(session.user().id()) != session) {
                return;
            }
        }
        remove(session, reason);
    }

    /** Removes a session: its user leaves all rooms, and the nickname is free. Returns false if it was removed before. */
    private boolean remove(Session session, String reason) {
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
        events.publish(listener -> listener.onLogout(user, reason));
        if (session.token().isPresent()) {
            tokenWriter.touch(List.of(user));
        }
        return true;
    }

    /** Disconnects the user of a nickname; empty if there is none. */
    public Optional<User> kick(String name, String reason) {
        Optional<Session> session = sessionOf(name);
        if (session.isEmpty() || !remove(session.get(), reason.isEmpty() ? "kicked" : "kicked: " + reason)) {
            return Optional.empty();
        }
        session.get().subscriber().disconnect(DisconnectReason.kicked(reason));
        return session.map(Session::user);
    }

    /** Disconnects all users, who may log in again. Returns their number. */
    public int disconnectAll() {
        return disconnect(user -> true, "disconnected by the operator", DisconnectReason.disconnectedByOperator())
                .size();
    }

    /** Disconnects the users that match, and returns them. */
    List<User> disconnect(Predicate<User> filter, String reason, DisconnectReason disconnectReason) {
        List<User> disconnected = new ArrayList<>();
        for (Session session : allSessions()) {
            if (filter.test(session.user()) && remove(session, reason)) {
                session.subscriber().disconnect(disconnectReason);
                disconnected.add(session.user());
            }
        }
        return disconnected;
    }

    /** Publishes a message of the operator in every room. */
    public CompletionStage<List<RequestResult>> publish(String text) {
        return rooms.publish(byOperator(text));
    }

    /** Publishes a message of the operator in one room. */
    public CompletionStage<RequestResult> publish(RoomName room, String text) {
        return rooms.publish(room, byOperator(text));
    }

    /** Returns the user that the console publishes as. */
    public User operator() {
        return operator;
    }

    /** Checks that a token is valid; a negative answer is delayed by 1 second. Fails if tokens cannot be read. */
    public CompletionStage<Boolean> isKnown(ResumeToken token) {
        return authenticator
                .isKnown(token)
                .thenApply(known -> known && moderation.checkLogin(token, "").isEmpty());
    }

    /**
     * Refuses logins and messages from now on. Completes when all accepted messages are stored and acknowledged and every
     * session is disconnected; a connection may then be closed as soon as its output is written.
     */
    public CompletionStage<?> close() {
        synchronized (lock) {
            closed = true;
        }
        DisconnectReason reason = DisconnectReason.shuttingDown();
        return rooms.close(reason.sentence(), RETRY_AFTER).thenRun(() -> {
            for (Session session : allSessions()) {
                session.subscriber().disconnect(reason);
            }
        });
    }

    /** Returns the current time. */
    public Instant now() {
        return resources.clock().instant();
    }

    private MessageDraft byOperator(String text) {
        return new MessageDraft(operator, text, false, null);
    }

    private Optional<Session> sessionOf(String name) {
        synchronized (lock) {
            return nicknameRegistry.holder(name).map(sessions::get);
        }
    }

    private boolean isOnline(String userId) {
        synchronized (lock) {
            return sessions.containsKey(userId);
        }
    }

    private boolean isHeld(Session session) {
        synchronized (lock) {
            return held.get(session.user().id()) == session;
        }
    }

    private List<Session> allSessions() {
        synchronized (lock) {
            return List.copyOf(sessions.values());
        }
    }
}
