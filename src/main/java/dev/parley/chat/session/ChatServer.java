package dev.parley.chat.session;

import dev.parley.chat.hook.Webhooks;
import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.NicknameAllocator;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.NicknameRegistry;
import dev.parley.chat.identity.NicknameViolation;
import dev.parley.chat.identity.User;
import dev.parley.chat.moderation.Moderation;
import dev.parley.chat.room.ChatEventListener;
import dev.parley.chat.room.ChatEvents;
import dev.parley.chat.room.ChatMetrics;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.JoinResult;
import dev.parley.chat.room.Membership;
import dev.parley.chat.room.MessageDraft;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RelaySignal;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.RoomRegistry;
import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.room.Subscriber;
import dev.parley.text.CommandSyntax;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs users in under unique nicknames, each with one or more sessions, and holds a session for the resume window after
 * its connection is lost. The rooms are in {@link RoomRegistry}. Thread-safe; nothing blocks but the constructor.
 */
public final class ChatServer {

    private static final Logger LOG = LoggerFactory.getLogger(ChatServer.class);

    private final ServerLimits limits;
    private final ServerResources resources;
    private final Moderation moderation;
    private final NicknameAllocator nicknames;
    private final RoomRegistry rooms;
    private final DirectMessages directMessages;
    private final LoginHandler logins;
    private final UserRenamer renamer;
    private final SessionTerminator terminator;
    private final SanctionEnforcer sanctionEnforcer;
    private final Operators operators;
    private final Bots bots;
    private final ChatEvents events;
    private final User operator;
    private final SessionRegistry sessions;
    private final TokenWriter tokenWriter;
    private final BearerAuthenticator bearerAuthenticator;
    private final OperatorMessages operatorMessages;
    private final MessageSearches messageSearches;
    private final RoomAccess roomAccess;
    private final Webhooks webhooks;
    private final Absences absences;

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
        AdmissionControl admission = new AdmissionControl(limits.admission(), limits.grace(), System::nanoTime);
        this.sessions = new SessionRegistry(limits.sessionsPerUser(), admission);
        this.moderation = new Moderation(resources.clock());
        this.nicknames = new NicknameAllocator(limits.names(), resources.nicknameRegistry(), this::checkNickname);
        this.bots = new Bots(this, resources, nicknames);
        this.rooms = new RoomRegistry(limits, resources.forRooms(), events, metrics);
        this.roomAccess = new RoomAccess(this, resources, sessions);
        this.operatorMessages = new OperatorMessages(this);
        this.messageSearches = new MessageSearches(resources.messageSearch(), ZoneId.systemDefault());
        this.directMessages = new DirectMessages(this, resources, sessions);
        this.tokenWriter = new TokenWriter(resources, limits.pace());
        UnstoredTokens unstoredTokens = new UnstoredTokens();
        TokenAuthenticator authenticator = new TokenAuthenticator(resources, unstoredTokens);
        this.bearerAuthenticator = new BearerAuthenticator(this, resources, authenticator, nicknames);
        this.renamer = new UserRenamer(sessions, nicknames, tokenWriter, events, resources.relay());
        this.absences = new Absences(nicknames, renamer, resources.relay());
        this.terminator =
                new SessionTerminator(sessions, nicknames, tokenWriter, events, resources.scheduler(), unstoredTokens);
        this.sanctionEnforcer = new SanctionEnforcer(resources, moderation, nicknames, sessions, terminator, events);
        this.operators = new Operators(this, resources, sessions, moderation, events);
        resources.relay().subscribe(this::onSignal);
        resources.lease().subscribe(() -> terminator.drop(DisconnectReason.storageFailed()));
        sanctionEnforcer.load();
        operators.load();
        roomAccess.load();
        bots.load();
        this.webhooks = resources.webhooks(rooms, events, metrics, operators::publishNotice);
        this.logins = new LoginHandler(
                this,
                sessions,
                nicknames,
                authenticator,
                tokenWriter,
                renamer,
                terminator,
                admission,
                resources.lease(),
                bearerAuthenticator.rateLimits());
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

    /** Returns the bans and mutes in force. */
    public Moderation moderation() {
        return moderation;
    }

    /** Returns what imposes and lifts bans and mutes. */
    public SanctionEnforcer sanctionEnforcer() {
        return sanctionEnforcer;
    }

    /** Returns the users who are operators. */
    public Operators operators() {
        return operators;
    }

    /** Returns what authenticates clients without a connection. */
    public BearerAuthenticator bearerAuthenticator() {
        return bearerAuthenticator;
    }

    /** Returns the bots. */
    public Bots bots() {
        return bots;
    }

    /** Returns why a nickname is refused at present: it is banned, or reserved for a bot. */
    Optional<NicknameViolation> checkNickname(Nickname nickname) {
        return moderation.checkNickname(nickname).or(() -> bots.checkNickname(nickname));
    }

    /** Returns what decides about private rooms, with the invitations. */
    public RoomAccess roomAccess() {
        return roomAccess;
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

    /**
     * Finds the user of a nickname, ignoring case, on any node. If no user has the nickname as typed, finds {@code bob}
     * for {@code @bob}, {@code bob,} and {@code bob:}.
     */
    public CompletionStage<Optional<NicknameRegistry.Claim>> findUser(String name) {
        String bare = CommandSyntax.withoutAddress(name);
        return bare.equals(name)
                ? nicknames.find(name)
                : nicknames
                        .find(name)
                        .thenCompose(found ->
                                found.isPresent() ? CompletableFuture.completedFuture(found) : nicknames.find(bare));
    }

    /**
     * Logs a user in. A valid resume token identifies its user: if that user is online, the login adds a session under
     * the user's nickname.
     *
     * @return the session, or the refusal; never fails
     */
    public CompletionStage<LoginResult> login(LoginRequest request, Subscriber subscriber) {
        return logins.login(request, subscriber);
    }

    /** Joins a room. */
    CompletionStage<JoinResult> join(Session session, RoomName room, ReplayFrom replayFrom) {
        return session.state() == Session.State.CLOSED
                ? CompletableFuture.completedFuture(Refusal.notInRoom(room))
                : rooms.join(room, session.user(), session.subscriber(), replayFrom)
                        .thenCompose(result -> result instanceof Membership
                                ? saveToken(session.onlineUser()).thenApply(done -> result)
                                : CompletableFuture.completedFuture(result));
    }

    /** Stores the token of a user who has joined a room or exchanged a message, so that it is valid after a restart. */
    CompletionStage<?> saveToken(OnlineUser online) {
        try {
            return online.saveToken(tokenWriter::save);
        } catch (RejectedExecutionException e) {
            LOG.warn("A token was not stored; the next join or message of its user tries again.", e);
            return CompletableFuture.completedFuture(null);
        }
    }

    /** Returns the direct messages. */
    DirectMessages directMessages() {
        return directMessages;
    }

    /** Changes the nickname of a user; returns the refusal, if any. Never fails. */
    CompletionStage<Optional<Refusal>> rename(OnlineUser online, String wish) {
        return renamer.rename(online, wish);
    }

    /** Ends a session whose connection has closed, or holds it for the resume window. */
    void close(Session session, CloseCause cause) {
        terminator.close(session, cause);
    }

    /** Disconnects the user of a nickname from all nodes, and returns the nickname; empty if there is none. */
    public CompletionStage<Optional<Nickname>> kick(String name, String reason) {
        return findUser(name)
                .thenApply(found -> found.map(claim -> {
                    kickSessions(claim.userId(), reason);
                    resources.relay().publish(new RelaySignal.UserKicked(claim.userId(), reason));
                    return claim.nickname();
                }));
    }

    /** Handles a signal of another node. */
    private void onSignal(RelaySignal signal) {
        operators.onSignal(signal);
        bots.onSignal(signal);
        if (signal instanceof RelaySignal.UserKicked kicked) {
            kickSessions(kicked.userId(), kicked.reason());
        } else if (signal instanceof RelaySignal.ClaimChanged changed) {
            renamer.onClaimChanged(changed.userId());
        } else if (signal instanceof RelaySignal.SanctionsChanged) {
            sanctionEnforcer.onSanctionsChanged();
        } else if (signal instanceof RelaySignal.SignalsLost) {
            sanctionEnforcer.onSanctionsChanged();
            sessions.users()
                    .forEach(online -> renamer.onClaimChanged(online.user().id()));
        }
    }

    private void kickSessions(String userId, String reason) {
        sessions.find(userId)
                .ifPresent(online -> terminator.disconnect(
                        online, reason.isEmpty() ? "kicked" : "kicked: " + reason, DisconnectReason.kicked(reason)));
    }

    /** Disconnects all users, who may log in again. Returns their number. */
    public int disconnectAll() {
        return terminator
                .disconnect(user -> true, "disconnected by the operator", DisconnectReason.disconnectedByOperator())
                .size();
    }

    /** Publishes a message of the operator in every room. */
    public CompletionStage<List<RequestResult>> publish(String text) {
        return rooms.publish(byOperator(text));
    }

    /** Publishes a message of the operator in one room. */
    public CompletionStage<RequestResult> publish(RoomName room, String text) {
        return rooms.publish(room, byOperator(text));
    }

    /**
     * Removes a room with its messages. Its users receive a notice, and leave.
     *
     * @return whether the room was removed; not if a user has joined meanwhile. Fails if the messages cannot be deleted
     */
    public CompletionStage<Boolean> removeRoom(RoomName room) {
        return new RoomRemover(rooms, sessions, resources.scheduler(), roomAccess)
                .remove(room, byOperator("The operator removes this room with its messages."));
    }

    /** Returns what changes messages of any user. */
    public OperatorMessages operatorMessages() {
        return operatorMessages;
    }

    /** Returns the outgoing webhooks. */
    public Webhooks webhooks() {
        return webhooks;
    }

    /** Returns what sets the absence of users. */
    public Absences absences() {
        return absences;
    }

    /** Returns the searches for messages. */
    public MessageSearches messageSearches() {
        return messageSearches;
    }

    /** Returns the user that the console publishes as. */
    public User operator() {
        return operator;
    }

    /** Returns a stored nickname; null if the limits of this server no longer allow it. */
    @Nullable
    Nickname nickname(@Nullable String stored) {
        return stored != null && limits.names().parse(stored) instanceof NicknamePolicy.Valid valid
                ? valid.nickname()
                : null;
    }

    /**
     * Refuses logins and messages from now on. Completes when all accepted messages are stored and acknowledged.
     *
     * @param retryAfter the least time after which a reconnect can succeed
     */
    public CompletionStage<?> close(Duration retryAfter) {
        sessions.close();
        return rooms.close(DisconnectReason.shuttingDown().sentence(), retryAfter);
    }

    /**
     * Disconnects all sessions of a closed server, a large number in slices. Completes when all are disconnected; a
     * connection may then be closed as soon as its output is written.
     *
     * @param retryAfter the least time after which a reconnect can succeed; each client receives a random one that
     *     depends on the number of sessions
     */
    public CompletionStage<?> disconnectForShutdown(Duration retryAfter) {
        return new ShutdownDisconnector(resources.scheduler(), Math::random)
                .disconnect(sessions.sessions(), retryAfter);
    }

    /** Returns the current time. */
    public Instant now() {
        return resources.clock().instant();
    }

    private MessageDraft byOperator(String text) {
        return new MessageDraft(operator, text, false, null);
    }
}
