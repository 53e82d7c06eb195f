package dev.parley.chat.session;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.identity.User;
import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.JoinResult;
import dev.parley.chat.room.Membership;
import dev.parley.chat.room.MessageDraft;
import dev.parley.chat.room.Receipt;
import dev.parley.chat.room.Reference;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.Subscriber;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a user, from login to its end; all that a transport needs to keep. A user may have several sessions. Thread-safe;
 * nothing blocks. Requests of one connection keep their order only if it calls in that order.
 */
public final class Session extends MessageSender {

    private final ChatServer server;
    private final OnlineUser online;
    private final User user;
    private final ClientInfo clientInfo;
    private final Subscriber subscriber;
    private final RateLimits limits;
    private final MessageRequests messageRequests;
    private volatile Duration resumeWindow;
    private final Map<RoomName, Membership> memberships = new ConcurrentHashMap<>();
    private final Map<RoomName, Boolean> rooms = new ConcurrentHashMap<>();
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private volatile State state = State.CONNECTED; // written under the lock of the session registry
    private volatile Instant active;
    private volatile @Nullable DirectCursor directCursor;

    Session(ChatServer server, OnlineUser online, ClientInfo clientInfo, Subscriber subscriber, Instant since) {
        this.server = server;
        this.online = online;
        this.user = online.user();
        this.clientInfo = clientInfo;
        this.subscriber = subscriber;
        this.limits = online.limits();
        this.active = since;
        this.resumeWindow = server.limits().grace();
        this.messageRequests = new MessageRequests(this, server.limits().editWindow());
    }

    /** The state of a session. It changes to a later one only. */
    enum State {
        /** The session has a connection. */
        CONNECTED,
        /** The connection is lost; the session stays in its rooms for the resume window. */
        LOST,
        /** The session has ended. */
        CLOSED
    }

    private record Waiting(Instant since, CompletableFuture<RequestResult> requestResult) {}

    /** Returns the user. */
    @Override
    public User user() {
        return user;
    }

    /** Returns the client of this session. */
    @Override
    public ClientInfo clientInfo() {
        return clientInfo;
    }

    /** Returns the resume token, if the client can resume. */
    public Optional<ResumeToken> token() {
        return online.token();
    }

    /** Returns the server. */
    @Override
    public ChatServer chatServer() {
        return server;
    }

    /** Returns the rooms that this session has joined, in alphabetical order. */
    public List<RoomName> rooms() {
        return rooms.keySet().stream().sorted().toList();
    }

    /** Returns whether this session has joined the room, which counts from the call of {@link #join}. */
    public boolean isIn(RoomName room) {
        return rooms.containsKey(room);
    }

    /**
     * Joins a room, which is created if it does not exist. Joining again restarts the replay at {@code replayFrom}
     * without an event. Joins are limited in rate.
     */
    public CompletionStage<JoinResult> join(RoomName room, ReplayFrom replayFrom) {
        int most = server.limits().roomsPerPerson();
        if (!isIn(room) && rooms.size() >= most) {
            return CompletableFuture.completedFuture(refused(room, Refusal.tooManyRooms(most)));
        }
        Optional<Refusal> refusal = check(UserAction.JOIN_ROOM)
                .or(() -> server.roomAccess().check(room, user.id()))
                .or(() ->
                        server.roomRegistry().find(room).isPresent() ? Optional.empty() : check(UserAction.CREATE_ROOM))
                .or(this::moved);
        if (refusal.isPresent()) {
            return CompletableFuture.completedFuture(refused(room, refusal.get()));
        }
        rooms.put(room, true);
        return server.join(this, room, replayFrom).thenApply(joinResult -> {
            if (joinResult instanceof Membership membership) {
                onJoined(membership);
            } else if (joinResult instanceof Refusal later) {
                refused(room, later);
                rooms.remove(room);
            }
            return joinResult;
        });
    }

    /**
     * Joins a room, with the key of a private one. A key for a room that the user may enter already has no effect.
     *
     * @param key the key of the room, or the secret of an invitation to it; null for none
     */
    public CompletionStage<JoinResult> join(RoomName room, ReplayFrom replayFrom, @Nullable String key) {
        return server.roomAccess().join(this, room, replayFrom, key);
    }

    private void onJoined(Membership membership) {
        memberships.put(membership.room().name(), membership);
        if (!isIn(membership.room().name())) {
            // The session left the room before the join was complete.
            leaveSeat(membership.room().name(), "");
        }
    }

    /** Leaves a room; returns false if the session is not in it. */
    public boolean leave(RoomName room) {
        boolean wasIn = rooms.remove(room) != null;
        leaveSeat(room, "");
        return wasIn;
    }

    private void leaveSeat(RoomName room, String reason) {
        Membership membership = memberships.remove(room);
        if (membership != null) {
            membership.room().leave(membership, reason);
        }
    }

    /** Publishes a message in a room of this session. */
    public CompletionStage<RequestResult> publish(
            RoomName room, String text, boolean action, @Nullable Reference reference) {
        return messageRequests.publish(room, text, action, reference, null);
    }

    /** Returns the messages of this session to its rooms. */
    public MessageRequests messageRequests() {
        return messageRequests;
    }

    @Override
    Optional<Refusal> enter(RoomName room) {
        return isIn(room) ? Optional.empty() : Optional.of(Refusal.notInRoom(room));
    }

    @Override
    Optional<Refusal> check(UserAction action) {
        return server.sanctionEnforcer().check(action, user, clientInfo);
    }

    @Override
    Optional<Refusal> slowedDown() {
        Duration wait = limits.messages().acquire();
        return wait.isZero() ? Optional.empty() : Optional.of(Refusal.slowDown(wait));
    }

    @Override
    Refusal refused(@Nullable RoomName room, Refusal refusal) {
        server.events().refused(clientInfo, user, room, refusal);
        return refusal;
    }

    @Override
    void await(CompletableFuture<RequestResult> result) {
        for (Waiting oldest = waiting.peek();
                oldest != null && oldest.requestResult().isDone();
                oldest = waiting.peek()) {
            waiting.poll();
        }
        if (!result.isDone()) {
            waiting.add(new Waiting(server.now(), result));
        }
    }

    /** Returns the time until the next message is allowed; zero if it is allowed now. */
    public Duration nextMessageDelay() {
        return limits.messages().nextPermitDelay();
    }

    /**
     * Sends a direct message to one user, which is stored for the sessions of both.
     *
     * @return completes after this session has received its own copy, if it subscribes to direct messages
     */
    public CompletionStage<RequestResult> sendDirect(String name, String text, @Nullable Reference reference) {
        MessageDraft draft = new MessageDraft(user, text, false, reference);
        Optional<Refusal> refusal = check(UserAction.SEND_DIRECT)
                .or(this::slowedDown)
                .or(() -> draft.check(server.limits().messageLength()))
                .or(() -> server.isClosed() ? Optional.of(Refusal.shuttingDown()) : Optional.empty());
        CompletableFuture<RequestResult> stored = refusal.<CompletionStage<RequestResult>>map(
                        CompletableFuture::completedFuture)
                .orElseGet(() -> server.directMessages().send(this, name, draft))
                .thenApply(this::onDirectResult)
                .toCompletableFuture();
        await(stored);
        return stored.thenCompose(
                result -> result instanceof Receipt ? wakeDirect().thenApply(done -> result) : stored);
    }

    private RequestResult onDirectResult(RequestResult result) {
        if (result instanceof Receipt receipt) {
            markActive(receipt.at());
        }
        return result instanceof Refusal refusal ? refused(null, refusal) : result;
    }

    /**
     * Passes direct messages of this user to the subscriber from now on, beginning with kept ones. Ends an earlier
     * subscription.
     *
     * @return completes when the kept messages are passed on; the refusal if they cannot be read
     */
    public CompletionStage<Optional<Refusal>> subscribeDirect(ReplayFrom replayFrom) {
        unsubscribeDirect();
        Optional<Refusal> refusal = check(UserAction.RECEIVE_DIRECT);
        if (refusal.isPresent()) {
            return CompletableFuture.completedFuture(refusal.map(banned -> refused(null, banned)));
        }
        DirectCursor cursor = server.directMessages().cursor(this);
        directCursor = cursor;
        return cursor.start(replayFrom)
                .handle((done, failure) -> failure == null
                        ? Optional.empty()
                        : Optional.of(refused(null, DirectMessages.unreadable(failure))));
    }

    /** Passes no more direct messages to the subscriber. */
    public void unsubscribeDirect() {
        DirectCursor cursor = directCursor;
        if (cursor != null) {
            cursor.close();
        }
    }

    /** Passes stored direct messages to the subscriber, if it subscribes to them; completes when that is done. */
    CompletionStage<?> wakeDirect() {
        DirectCursor cursor = directCursor;
        return cursor == null ? CompletableFuture.completedFuture(true) : cursor.wake();
    }

    @Override
    void markActive(Instant at) {
        active = at;
        user.markActive(at);
    }

    /** Publishes that the user is typing, within the rate limit. */
    public void typing(RoomName room) {
        if (isIn(room)
                && check(UserAction.PUBLISH_TYPING).isEmpty()
                && limits.moves().acquire().isZero()) {
            server.roomRegistry().find(room).ifPresent(found -> found.publishTyping(user));
        }
    }

    /**
     * Changes the nickname, which is published in the user's rooms. Limited in rate.
     *
     * @return the refusal, if any; never fails
     */
    public CompletionStage<Optional<Refusal>> rename(String name) {
        Optional<Refusal> refusal = check(UserAction.CHOOSE_NICKNAME).or(this::moved);
        return (refusal.isPresent() ? CompletableFuture.completedFuture(refusal) : server.rename(online, name))
                .thenApply(result -> result.map(later -> refused(null, later)));
    }

    /**
     * Acquires a permit for a request that causes work and is no message, such as a command; returns the refusal, if
     * any.
     */
    public Optional<Refusal> tryAcquireCommandPermit() {
        return check(UserAction.RUN_COMMAND).or(this::moved).map(refusal -> refused(null, refusal));
    }

    /** Counts a request over any session of the user; returns how long to wait before the next one is read. */
    public Duration reserveRequest() {
        return limits.requests().reserve();
    }

    Optional<Refusal> moved() {
        Duration wait = limits.moves().acquire();
        return wait.isZero() ? Optional.empty() : Optional.of(Refusal.slowDown(wait));
    }

    /** Shortens the resume window of this session. A time longer than the window has no effect. */
    public void limitResumeWindow(Duration longest) {
        resumeWindow = longest.compareTo(resumeWindow) < 0 ? longest : resumeWindow;
    }

    /** Returns the time for which the session stays in its rooms after its connection is lost. */
    Duration resumeWindow() {
        return resumeWindow;
    }

    /**
     * Ends the session. A session with a token stays in its rooms for the resume window, unless the client logged out;
     * otherwise it leaves its rooms at once. Only the first call counts.
     */
    public void close(CloseCause cause) {
        server.close(this, cause);
    }

    /** Returns the connection. */
    Subscriber subscriber() {
        return subscriber;
    }

    /** Returns the user with all sessions. */
    OnlineUser onlineUser() {
        return online;
    }

    /** Returns the state. */
    State state() {
        return state;
    }

    /** Sets the state, unless the session has ended. Called by the session registry only. */
    void setState(State next) {
        if (state != State.CLOSED) {
            state = next;
        }
    }

    /** Returns the time of the last message over this session, or of the login. */
    Instant active() {
        return active;
    }

    /** Returns the rooms that the session is in. */
    List<Room> joinedRooms() {
        return memberships.values().stream().map(Membership::room).toList();
    }

    /** Returns the deliveries that the slowest cursor of this connection has yet to take; 0 without a room. Thread-safe. */
    long maxCursorLag() {
        return memberships.values().stream()
                .mapToLong(membership -> membership.cursor().lag())
                .max()
                .orElse(0);
    }

    /** Leaves all rooms and ends all deliveries. */
    void leaveAll(String reason) {
        unsubscribeDirect();
        rooms.clear();
        List.copyOf(memberships.keySet()).forEach(room -> leaveSeat(room, reason));
    }

    /** Returns whether a message published before {@code time} has no result yet. */
    boolean hasOverdueReceiptSince(Instant time) {
        Waiting oldest = waiting.peek();
        while (oldest != null && oldest.requestResult().isDone()) {
            waiting.poll();
            oldest = waiting.peek();
        }
        return oldest != null && oldest.since().isBefore(time);
    }
}
