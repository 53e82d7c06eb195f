package dev.parley.chat.session;

import dev.parley.chat.identity.InviteSecret;
import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.AccessRefusals;
import dev.parley.chat.room.AccessStore;
import dev.parley.chat.room.ChatEventListener;
import dev.parley.chat.room.JoinResult;
import dev.parley.chat.room.PrivateRoom;
import dev.parley.chat.room.PrivateRooms;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RelaySignal;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.StorageException;
import dev.parley.text.RoomName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides who enters, sees and reads a room, for all transports: any user a room that is not private, and the members and the
 * operators a private one. A user becomes a member by the key of the room or by an invitation. Thread-safe; nothing blocks but
 * {@link #load}.
 */
public final class RoomAccess {

    private static final Logger LOG = LoggerFactory.getLogger(RoomAccess.class);

    private final ChatServer server;
    private final ServerResources resources;
    private final SessionRegistry sessions;
    private final PrivateRooms rooms;
    private final Invites invites;
    private final AttemptThrottle attempts;
    private final CallOrder calls = new CallOrder();

    RoomAccess(ChatServer server, ServerResources resources, SessionRegistry sessions) {
        this.server = server;
        this.resources = resources;
        this.sessions = sessions;
        this.rooms = server.roomRegistry().privateRooms();
        this.invites = new Invites(server, resources.accessStore());
        this.attempts = new AttemptThrottle(resources.scheduler(), System::nanoTime);
    }

    /** The result of the creation of a private room. */
    public sealed interface Result {}

    /** The room is private. Only this record has its key. */
    public record Created(InviteSecret key) implements Result {}

    /** The room is not created. */
    public record Refused(Refusal refusal) implements Result {}

    /**
     * Loads the private rooms, which may block, and follows their changes from now on.
     *
     * @throws StorageException if they cannot be read
     */
    void load() {
        resources.relay().subscribe(this::onSignal);
        try {
            reload().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StorageException broken ? broken : e;
        }
    }

    /** Handles a signal of another node. */
    private void onSignal(RelaySignal signal) {
        if (signal instanceof RelaySignal.AccessChanged changed) {
            logFailure(refresh(changed.room()));
        } else if (signal instanceof RelaySignal.SignalsLost) {
            logFailure(reload());
        }
    }

    private static void logFailure(CompletionStage<?> read) {
        read.exceptionally(failure -> {
            LOG.warn("Changed private rooms could not be read; they are with the next change.", failure);
            return null;
        });
    }

    /** Returns the invitations. */
    public Invites invites() {
        return invites;
    }

    private AccessStore store() {
        return resources.accessStore();
    }

    private CompletionStage<?> reload() {
        return calls.run(() -> store().privateRooms().thenApply(all -> {
            rooms.setAll(all);
            onChanged();
            return true;
        }));
    }

    private CompletionStage<?> refresh(RoomName room) {
        return calls.run(() -> store().privateRoom(room).thenApply(stored -> {
            rooms.set(room, stored);
            onChanged();
            return true;
        }));
    }

    /** A user of another node may have joined a room before this node knew that it is private. */
    private void onChanged() {
        sessions.sessions().forEach(this::removeFromClosedRooms);
        server.events().publish(ChatEventListener::onRoomsChanged);
    }

    /** Ends the membership of a session in rooms that its user may not enter any more. */
    void removeFromClosedRooms(Session session) {
        session.rooms().stream()
                .filter(room -> !isOpenTo(room, session.user().id()))
                .forEach(room -> {
                    session.leave(room);
                    session.subscriber().onRoomRemoved(room);
                });
    }

    /**
     * Returns whether a user may enter, see and read a room.
     *
     * @param userId the id of the user, see {@link dev.parley.chat.identity.User#id()}
     */
    public boolean isOpenTo(RoomName room, String userId) {
        return rooms.isOpenTo(room, userId) || server.moderation().isOperator(userId);
    }

    /** Returns the refusal of a user who may not enter, see and read a room. */
    public Optional<Refusal> check(RoomName room, String userId) {
        return isOpenTo(room, userId) ? Optional.empty() : Optional.of(AccessRefusals.roomPrivate(room));
    }

    /** Returns the private rooms that a user may enter, by name; at most {@code most}. */
    public List<RoomName> privateRoomsOf(String userId, int most) {
        return rooms.names().stream()
                .filter(room -> isOpenTo(room, userId))
                .limit(most)
                .toList();
    }

    /**
     * Creates a private room, or gives the one that the user has created another key; its members stay.
     *
     * @return never fails
     */
    public CompletionStage<Result> create(Session session, RoomName room) {
        String userId = session.user().id();
        Optional<PrivateRoom> known = rooms.find(room);
        Optional<Refusal> refusal = session.check(UserAction.CREATE_PRIVATE_ROOM)
                .or(() -> known.isPresent() ? Optional.empty() : session.check(UserAction.CREATE_ROOM))
                .or(() -> mayHaveKey(known, userId, room)
                        ? Optional.empty()
                        : Optional.of(AccessRefusals.roomExists(room)));
        if (refusal.isPresent()) {
            return CompletableFuture.completedFuture(new Refused(session.refused(room, refusal.get())));
        }
        // The token has to be stored as long as the membership.
        return server.saveToken(session.onlineUser())
                .thenCompose(saved -> store(room, userId))
                .thenApply(result ->
                        result instanceof Refused no ? new Refused(session.refused(room, no.refusal())) : result)
                .exceptionally(failure -> new Refused(LoginHandler.refusal("The creation of a private room", failure)));
    }

    /** Creates a private room of the console, or gives any private room another key; its members stay. Never fails. */
    public CompletionStage<Result> create(RoomName room) {
        return rooms.contains(room) || server.roomRegistry().find(room).isEmpty()
                ? store(room, "")
                        .exceptionally(
                                failure -> new Refused(LoginHandler.refusal("The creation of a private room", failure)))
                : CompletableFuture.completedFuture(new Refused(AccessRefusals.roomExists(room)));
    }

    private CompletionStage<Result> store(RoomName room, String ownerId) {
        InviteSecret key = InviteSecret.generate();
        CompletionStage<AccessStore.Outcome> stored = rooms.contains(room)
                ? store().setKey(room, key.digest())
                : store().createPrivateRoom(
                                new PrivateRoom(room, key.digest(), ownerId, Set.of(ownerId)), server.now());
        return stored.thenCompose(outcome -> outcome == AccessStore.Outcome.STORED
                ? publish(room).<Result>thenApply(done -> new Created(key))
                : CompletableFuture.completedFuture(new Refused(refusal(outcome, room))));
    }

    private boolean mayHaveKey(Optional<PrivateRoom> known, String userId, RoomName room) {
        return known.map(one -> one.ownerId().equals(userId))
                .orElseGet(() -> server.roomRegistry().find(room).isEmpty());
    }

    private static Refusal refusal(AccessStore.Outcome outcome, RoomName room) {
        return outcome == AccessStore.Outcome.FULL
                ? AccessRefusals.tooManyPrivateRooms()
                : AccessRefusals.roomExists(room);
    }

    /** Reads a changed room, and has the other nodes read it. */
    private CompletionStage<?> publish(RoomName room) {
        return refresh(room).thenApply(done -> {
            resources.relay().publish(new RelaySignal.AccessChanged(room));
            return true;
        });
    }

    /** Joins a room, with the key of a private one. */
    CompletionStage<JoinResult> join(Session session, RoomName room, ReplayFrom replayFrom, @Nullable String key) {
        if (key == null || isOpenTo(room, session.user().id())) {
            return session.join(room, replayFrom);
        }
        Optional<Refusal> refusal = session.check(UserAction.JOIN_ROOM).or(session::moved);
        CompletionStage<Optional<Refusal>> entered =
                refusal.isPresent() ? CompletableFuture.completedFuture(refusal) : enter(session, room, key);
        return entered.thenCompose(refused -> refused.isPresent()
                ? CompletableFuture.completedFuture(session.refused(room, refused.get()))
                : session.join(room, replayFrom));
    }

    /**
     * Makes the user of a session a member of a private room.
     *
     * @param secret the key of the room, or the secret of an invitation to it
     * @return the refusal, after a delay if the secret is wrong; empty as well if the room is not private; never fails
     */
    private CompletionStage<Optional<Refusal>> enter(Session session, RoomName room, String secret) {
        return attempts.check(session.clientInfo().address(), () -> verify(session, room, secret))
                .exceptionally(failure -> Optional.of(LoginHandler.refusal("A key of a private room", failure)));
    }

    private CompletionStage<Optional<Refusal>> verify(Session session, RoomName room, String written) {
        Optional<PrivateRoom> known = rooms.find(room);
        Optional<InviteSecret> secret = InviteSecret.parse(written);
        if (known.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        } else if (secret.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.of(AccessRefusals.roomKeyWrong(room)));
        }
        String digest = secret.get().digest();
        return known.get().keyDigest().equals(digest)
                ? addMember(session, room)
                : invites.find(secret.get())
                        .thenCompose(found -> found.filter(
                                                invite -> invite.room().equals(room))
                                        .isPresent()
                                ? addMember(session, room)
                                : CompletableFuture.completedFuture(Optional.of(AccessRefusals.roomKeyWrong(room))));
    }

    private CompletionStage<Optional<Refusal>> addMember(Session session, RoomName room) {
        return server.saveToken(session.onlineUser())
                .thenCompose(saved -> store().addMember(room, session.user().id(), server.now()))
                .thenCompose(outcome -> outcome == AccessStore.Outcome.STORED
                        ? publish(room).thenApply(done -> Optional.<Refusal>empty())
                        : CompletableFuture.completedFuture(Optional.of(
                                outcome == AccessStore.Outcome.FULL
                                        ? AccessRefusals.tooManyMembers(room)
                                        : AccessRefusals.roomKeyWrong(room))));
    }

    /** Makes a removed room one that is not private any more. Fails if that cannot be stored. */
    CompletionStage<Boolean> forget(RoomName room) {
        return rooms.contains(room)
                ? store().deletePrivateRoom(room)
                        .thenCompose(deleted -> publish(room))
                        .thenApply(done -> true)
                : CompletableFuture.completedFuture(true);
    }
}
