package dev.parley.chat.session;

import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.Acknowledgement;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.JoinResult;
import dev.parley.chat.room.Membership;
import dev.parley.chat.room.MessageDraft;
import dev.parley.chat.room.Reference;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.RoomName;
import dev.parley.chat.room.Subscriber;
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
 * One connection's stay in the house, from being let in to its end: all that a dialect needs to hold. Nothing blocks;
 * safe from any thread, though what one connection sends keeps its order only if it calls in that order.
 */
public final class Session {

    private final ChatServer chatServer;
    private final User user;
    private final @Nullable ResumeToken token;
    private final Subscriber subscriber;
    private final RateLimits rateLimits;
    private final Map<RoomName, Membership> memberships = new ConcurrentHashMap<>();
    private final Map<RoomName, Boolean> rooms = new ConcurrentHashMap<>();
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();

    Session(
            ChatServer chatServer,
            User user,
            @Nullable ResumeToken token,
            Subscriber subscriber,
            RateLimits rateLimits) {
        this.chatServer = chatServer;
        this.user = user;
        this.token = token;
        this.subscriber = subscriber;
        this.rateLimits = rateLimits;
    }

    private record Waiting(Instant since, CompletableFuture<RequestResult> requestResult) {}

    /** Who is visiting. */
    public User user() {
        return user;
    }

    /** What this person may come back with, if its connection can. */
    public Optional<ResumeToken> token() {
        return Optional.ofNullable(token);
    }

    /** The house. */
    public ChatServer chatServer() {
        return chatServer;
    }

    /** The rooms this visit has joined and not left, in alphabetical order. */
    public List<RoomName> rooms() {
        return rooms.keySet().stream().sorted().toList();
    }

    /** Whether this visit has joined the room and not left it. Counts from the call of {@link #join}. */
    public boolean isIn(RoomName room) {
        return rooms.containsKey(room);
    }

    /**
     * Joins a room, which is made if there is none of this name. Joining where one is already begins anew at
     * {@code replayFrom} and is told nobody. Whoever goes in and out all the time is refused.
     */
    public CompletionStage<JoinResult> join(RoomName room, ReplayFrom replayFrom) {
        int most = chatServer.limits().roomsPerPerson();
        if (!isIn(room) && rooms.size() >= most) {
            return CompletableFuture.completedFuture(refused(room, Refusal.tooManyRooms(most)));
        }
        Optional<Refusal> moved = moved();
        if (moved.isPresent()) {
            return CompletableFuture.completedFuture(refused(room, moved.get()));
        }
        rooms.put(room, true);
        return chatServer.join(this, room, replayFrom).thenApply(joinResult -> {
            if (joinResult instanceof Membership membership) {
                seated(membership);
            } else if (joinResult instanceof Refusal refusal) {
                refused(room, refusal);
                rooms.remove(room);
            }
            return joinResult;
        });
    }

    private void seated(Membership membership) {
        memberships.put(membership.room().name(), membership);
        if (!isIn(membership.room().name())) {
            // Left before it was seated.
            leaveSeat(membership.room().name(), "");
        }
    }

    /** Leaves a room; false if the visit is not in it. */
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

    /** Says something in a room this visit is in. */
    public CompletionStage<RequestResult> publish(
            RoomName room, String text, boolean action, @Nullable Reference reference) {
        Optional<Room> found = isIn(room) ? chatServer.roomRegistry().find(room) : Optional.empty();
        Optional<Refusal> refusal = found.isEmpty()
                ? Optional.of(Refusal.notInRoom(room))
                : chatServer.moderation().checkMuted(user).or(this::slowedDown);
        if (refusal.isPresent()) {
            return CompletableFuture.completedFuture(refused(room, refusal.get()));
        }
        user.markActive(chatServer.now());
        CompletableFuture<RequestResult> requestResult = found.orElseThrow()
                .publish(new MessageDraft(user, text, action, reference))
                .thenApply(come -> come instanceof Refusal later ? refused(room, later) : come)
                .toCompletableFuture();
        await(requestResult);
        return requestResult;
    }

    private Optional<Refusal> slowedDown() {
        Duration wait = rateLimits.messages().acquire();
        return wait.isZero() ? Optional.empty() : Optional.of(Refusal.slowDown(wait));
    }

    private Refusal refused(@Nullable RoomName room, Refusal refusal) {
        chatServer.events().refused(user.clientInfo(), user, room, refusal);
        return refusal;
    }

    private void await(CompletableFuture<RequestResult> requestResult) {
        for (Waiting oldest = waiting.peek();
                oldest != null && oldest.requestResult().isDone();
                oldest = waiting.peek()) {
            waiting.poll();
        }
        if (!requestResult.isDone()) {
            waiting.add(new Waiting(chatServer.now(), requestResult));
        }
    }

    /** How long to wait before the next message would be granted; zero if it would be now. */
    public Duration nextMessageDelay() {
        return rateLimits.messages().nextPermitDelay();
    }

    /** Has a word with one other person; both get it, nothing is stored. */
    public RequestResult sendDirect(String name, String text) {
        RequestResult requestResult = chatServer
                .moderation()
                .checkMuted(user)
                .or(this::slowedDown)
                .<RequestResult>map(refusal -> refusal)
                .orElseGet(() -> publishDirect(name, new MessageDraft(user, text, false, null)));
        return requestResult instanceof Refusal refusal ? refused(null, refusal) : requestResult;
    }

    private RequestResult publishDirect(String name, MessageDraft messageDraft) {
        if (messageDraft.text().isBlank()) {
            return Refusal.messageEmpty();
        }
        if (messageDraft.length() > chatServer.limits().messageLength()) {
            return Refusal.messageTooLong(
                    messageDraft.length(), chatServer.limits().messageLength());
        }
        Optional<Session> to = chatServer.findOnlineSession(name);
        if (to.isEmpty()) {
            return Refusal.noSuchUser(name);
        }
        String receiver = to.get().user().nickname().text();
        DirectMessage directMessage =
                new DirectMessage(user.nickname().text(), receiver, messageDraft.text(), chatServer.now());
        user.markActive(directMessage.at());
        to.get().subscriber().onDirectMessage(directMessage);
        if (to.get() != this) {
            subscriber.onDirectMessage(directMessage);
        }
        return new Acknowledgement(directMessage.at());
    }

    /** Tells the others in a room this visit is in that this person is writing, unless that was told a lot just now. */
    public void typing(RoomName room) {
        if (isIn(room)
                && chatServer.moderation().checkMuted(user).isEmpty()
                && rateLimits.moves().acquire().isZero()) {
            chatServer.roomRegistry().find(room).ifPresent(found -> found.publishTyping(user));
        }
    }

    /** Takes another name; everybody in this person's rooms is told. Empty if granted. A name can say much, too. */
    public Optional<Refusal> rename(String name) {
        return chatServer
                .moderation()
                .checkMuted(user)
                .or(this::moved)
                .or(() -> chatServer.rename(this, name))
                .map(refusal -> refused(null, refusal));
    }

    /** Asks whether something may be asked that makes work and is no message, such as a command. Empty if granted. */
    public Optional<Refusal> tryAcquireCommandPermit() {
        return moved().map(refusal -> refused(null, refusal));
    }

    private Optional<Refusal> moved() {
        Duration wait = rateLimits.moves().acquire();
        return wait.isZero() ? Optional.empty() : Optional.of(Refusal.slowDown(wait));
    }

    /**
     * The connection has ended. Whoever has a token keeps name and place for the grace, unless it quit; else the others
     * are told at once. Calls after the first do nothing.
     */
    public void close(CloseCause closeCause) {
        chatServer.close(this, closeCause);
    }

    /** The connection's own side. */
    Subscriber subscriber() {
        return subscriber;
    }

    /** What is left of this person's allowances, which a second connection inherits. */
    RateLimits rateLimits() {
        return rateLimits;
    }

    /** Returns the deliveries that the slowest cursor of this connection has yet to take; 0 without a room. Thread-safe. */
    long maxCursorLag() {
        return memberships.values().stream()
                .mapToLong(membership -> membership.cursor().lag())
                .max()
                .orElse(0);
    }

    /** Leaves every room. */
    void leaveAll(String reason) {
        rooms.clear();
        List.copyOf(memberships.keySet()).forEach(room -> leaveSeat(room, reason));
    }

    /** Tells every room this visit is in that its person has taken another name. */
    void publishRename(String from) {
        memberships.values().forEach(membership -> membership.room().renamed(user, from));
    }

    /** Whether something sent before this time has had no answer yet. */
    boolean hasOverdueReceiptSince(Instant time) {
        Waiting oldest = waiting.peek();
        while (oldest != null && oldest.requestResult().isDone()) {
            waiting.poll();
            oldest = waiting.peek();
        }
        return oldest != null && oldest.since().isBefore(time);
    }
}
