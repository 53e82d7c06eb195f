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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * Logs users in under unique nicknames, each with one or more sessions, and holds a session for the resume window after
 * its connection is lost. The rooms are in {@link RoomRegistry}. Thread-safe; nothing blocks but the constructor.
 */
public final class ChatServer {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final ServerLimits limits;
    private final ServerResources resources;
    private final Moderation moderation;
    private final NicknameRegistry nicknameRegistry;
    private final RoomRegistry rooms;
    private final DirectMessages directMessages;
    private final TokenWriter tokenWriter;
    private final TokenAuthenticator authenticator;
    private final LoginPipeline logins;
    private final ChatEvents events;
    private final User operator;

    private final SessionRegistry sessions;

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
        this.sessions = new SessionRegistry(limits.sessionsPerUser());
        this.moderation = new Moderation(resources, this);
        this.nicknameRegistry = new NicknameRegistry(limits.names(), moderation::checkNickname);
        this.rooms = new RoomRegistry(limits, resources.forRooms(), events, metrics);
        this.directMessages = new DirectMessages(resources, sessions, rooms.storageHealth());
        this.tokenWriter = new TokenWriter(resources, limits.pace());
        this.authenticator =
                new TokenAuthenticator(resources, id -> sessions.find(id).isPresent());
        this.logins = new LoginPipeline(authenticator, tokenWriter, events);
        this.operator =
                new User("operator", NicknamePolicy.OPERATOR, new ClientInfo("operator", "console", "console"), now());
        new MaintenanceScheduler(resources, rooms, tokenWriter).start(sessions::sessions);
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
        return sessions.isClosed();
    }

    /** Adds a listener for later events. */
    public void addListener(ChatEventListener listener) {
        events.addListener(listener);
    }

    /** Returns the number of users, including those within their resume window. */
    public int userCount() {
        return sessions.users().size();
    }

    /** Returns the deliveries that the slowest cursor has yet to take, without lost sessions. Thread-safe. */
    public long maxCursorLag() {
        return sessions.sessions().stream()
                .filter(session -> session.state() == Session.State.CONNECTED)
                .mapToLong(Session::maxCursorLag)
                .max()
                .orElse(0);
    }

    /** Returns all users, in no particular order. */
    public List<User> users() {
        return sessions.users().stream().map(OnlineUser::user).toList();
    }

    /** Finds the user of a nickname, ignoring case. */
    public Optional<User> findUser(String name) {
        return find(name).map(OnlineUser::user);
    }

    /**
     * Logs a user in. A valid resume token identifies its user: if that user is online, the login adds a session under
     * the user's nickname.
     *
     * @return the session, or the refusal; never fails
     */
    public CompletionStage<LoginResult> login(LoginRequest request, Subscriber subscriber) {
        return logins.run(request, identity -> admit(request, identity, subscriber));
    }

    private CompletionStage<LoginResult> admit(
            LoginRequest request, TokenAuthenticator.Identity identity, Subscriber subscriber) {
        Optional<OnlineUser> known = sessions.find(identity.id());
        if (known.isPresent()) {
            return register(new Session(this, known.get(), request.clientInfo(), subscriber), request, identity);
        }
        if (sessions.isClosed()) {
            return refused(Refusal.shuttingDown());
        }
        NicknameRegistry.ClaimResult result = request.kind() == LoginRequest.Kind.AUTO_NAMED
                ? new NicknameRegistry.Granted(
                        nicknameRegistry.claimNearest(identity.wish(), identity.id(), request.maxNameLength()))
                : nicknameRegistry.claim(identity.wish(), identity.id());
        if (!(result instanceof NicknameRegistry.Granted granted)) {
            Optional<Refusal> banned = checkBan(request);
            return refused(
                    banned.orElseGet(() -> Refusal.invalidNickname(((NicknameRegistry.Denied) result).problem())));
        }
        User user = new User(identity.id(), granted.nickname(), request.clientInfo(), now());
        OnlineUser arrived = new OnlineUser(user, identity.token(), RateLimits.create(limits));
        return register(new Session(this, arrived, request.clientInfo(), subscriber), request, identity);
    }

    /** Registers a session whose user holds the nickname. */
    private CompletionStage<LoginResult> register(
            Session session, LoginRequest request, TokenAuthenticator.Identity identity) {
        OnlineUser online = session.onlineUser();
        SessionRegistry.Addition addition = sessions.add(session);
        if (addition instanceof SessionRegistry.Conflict conflict) {
            // Another login of the user was faster, or the last session has just ended.
            if (conflict.other() != online
                    && !conflict.other()
                            .user()
                            .nickname()
                            .key()
                            .equals(online.user().nickname().key())) {
                nicknameRegistry.release(online.user().nickname(), online.user().id());
            }
            CompletionStage<Void> settled = sessions.sessions(conflict.other()).isEmpty()
                    ? conflict.other().offline()
                    : CompletableFuture.completedFuture(null);
            return settled.thenCompose(ready -> admit(request, identity, session.subscriber()));
        }
        if (!(addition instanceof SessionRegistry.Added added)) {
            if (sessions.find(online.user().id()).isEmpty()) {
                nicknameRegistry.release(online.user().nickname(), online.user().id());
            }
            return refused(Refusal.shuttingDown());
        }
        // An earlier entry of the user may have released the nickname since the claim; it is gone by now.
        if (added.first() && !holdsNickname(online.user())) {
            sessions.remove(session);
            sessions.forget(online);
            return admit(request, identity, session.subscriber());
        }
        // After the session is registered: a ban in progress either finds the session or is found here.
        Optional<Refusal> banned = checkBan(request);
        if (banned.isPresent()) {
            end(sessions.remove(session), online, "banned", false);
            return refused(banned.get());
        }
        if (added.evicted() != null) {
            added.evicted().leaveAll("");
            added.evicted().subscriber().disconnect(DisconnectReason.tooManySessions(limits.sessionsPerUser()));
        }
        if (added.first()) {
            events.publish(listener -> listener.onLogin(online.user()));
        }
        return CompletableFuture.completedFuture(new LoginResult.LoggedIn(session));
    }

    private boolean holdsNickname(User user) {
        return nicknameRegistry.claim(user.nickname().text(), user.id()) instanceof NicknameRegistry.Granted;
    }

    private Optional<Refusal> checkBan(LoginRequest request) {
        return moderation.checkLogin(request.token(), request.clientInfo().address());
    }

    private static CompletionStage<LoginResult> refused(Refusal refusal) {
        return CompletableFuture.completedFuture(new LoginResult.Refused(refusal));
    }

    /** Joins a room. */
    CompletionStage<JoinResult> join(Session session, RoomName room, ReplayFrom replayFrom) {
        return session.state() == Session.State.CLOSED
                ? CompletableFuture.completedFuture(Refusal.notInRoom(room))
                : rooms.join(room, session.user(), session.subscriber(), replayFrom);
    }

    /** Sends a direct message to the user of a nickname. */
    CompletionStage<RequestResult> sendDirect(Session from, String name, MessageDraft draft) {
        return findUser(name)
                .map(to -> directMessages.send(from, to, draft))
                .orElseGet(() -> directMessages.repeat(from, name, draft));
    }

    /** Returns the direct messages. */
    DirectMessages directMessages() {
        return directMessages;
    }

    /** Changes the nickname of a user; returns the refusal, if any. */
    Optional<Refusal> rename(OnlineUser online, String wish) {
        User user = online.user();
        NicknameRegistry.ClaimResult result = nicknameRegistry.claim(wish, user.id());
        if (!(result instanceof NicknameRegistry.Granted granted)) {
            return Optional.of(Refusal.invalidNickname(((NicknameRegistry.Denied) result).problem()));
        }
        Nickname old = user.nickname();
        boolean renamed = sessions.rename(online, granted.nickname());
        Nickname free = renamed ? old : granted.nickname();
        if (!old.key().equals(granted.nickname().key())) {
            nicknameRegistry.release(free, user.id());
        }
        if (!renamed) {
            return Optional.of(Refusal.shuttingDown());
        }
        String from = old.text();
        if (!user.nickname().text().equals(from)) {
            OnlineUser.publishRename(sessions.sessions(online), user, from);
            events.publish(listener -> listener.onRenamed(user, from));
            if (online.token().isPresent()) {
                tokenWriter.save(user);
            }
        }
        return Optional.empty();
    }

    /** Ends a session whose connection has closed, or holds it for the resume window. */
    void close(Session session, CloseCause cause) {
        OnlineUser online = session.onlineUser();
        if (session.state() != Session.State.CONNECTED) {
            return;
        }
        boolean resumable = cause != CloseCause.QUIT && online.token().isPresent();
        if (resumable && sessions.lose(session)) {
            resources
                    .scheduler()
                    .schedule(limits.grace(), () -> end(sessions.remove(session), online, cause.reason(), true));
        } else {
            end(sessions.remove(session), online, cause.reason(), true);
        }
    }

    /** Leaves the rooms of ended sessions; frees the nickname if they were the last of their user. */
    private void end(SessionRegistry.Ended ended, OnlineUser online, String reason, boolean published) {
        ended.sessions().forEach(session -> session.leaveAll(reason));
        if (ended.wasLast()) {
            User user = online.user();
            nicknameRegistry.release(user.nickname(), user.id());
            sessions.forget(online);
            if (published) {
                moderation.onUserLeft(user);
                events.publish(listener -> listener.onLogout(user, reason));
            }
            if (online.token().isPresent()) {
                tokenWriter.touch(List.of(user));
            }
        }
    }

    /** Disconnects the user of a nickname; empty if there is none. */
    public Optional<User> kick(String name, String reason) {
        return find(name)
                .filter(online -> disconnect(
                        online, reason.isEmpty() ? "kicked" : "kicked: " + reason, DisconnectReason.kicked(reason)))
                .map(OnlineUser::user);
    }

    /** Ends and disconnects all sessions of a user; returns false if there is none. */
    private boolean disconnect(OnlineUser online, String reason, DisconnectReason disconnectReason) {
        SessionRegistry.Ended ended = sessions.removeAll(online);
        end(ended, online, reason, true);
        ended.sessions().forEach(session -> session.subscriber().disconnect(disconnectReason));
        return ended.wasLast();
    }

    /** Disconnects all users, who may log in again. Returns their number. */
    public int disconnectAll() {
        return disconnect(user -> true, "disconnected by the operator", DisconnectReason.disconnectedByOperator())
                .size();
    }

    /** Disconnects the users that match, and returns them. */
    List<User> disconnect(Predicate<User> filter, String reason, DisconnectReason disconnectReason) {
        return sessions.users().stream()
                .filter(online -> filter.test(online.user()) && disconnect(online, reason, disconnectReason))
                .map(OnlineUser::user)
                .toList();
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
        sessions.close();
        DisconnectReason reason = DisconnectReason.shuttingDown();
        return rooms.close(reason.sentence(), RETRY_AFTER).thenRun(() -> {
            for (Session session : sessions.sessions()) {
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

    private Optional<OnlineUser> find(String name) {
        return nicknameRegistry.holder(name).flatMap(sessions::find);
    }
}
