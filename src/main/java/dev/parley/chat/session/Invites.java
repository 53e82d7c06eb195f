package dev.parley.chat.session;

import dev.parley.chat.identity.InviteSecret;
import dev.parley.chat.identity.Nickname;
import dev.parley.chat.moderation.Actor;
import dev.parley.chat.moderation.Operator;
import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.AccessRefusals;
import dev.parley.chat.room.AccessStore;
import dev.parley.chat.room.Invite;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RoomRegistry;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Creates, lists, revokes and checks invitations. A user sees and revokes the own ones, an operator all. Thread-safe; nothing
 * blocks.
 */
public final class Invites {

    /** The longest validity of an invitation. */
    public static final Duration LONGEST = Duration.ofDays(30);

    private final ChatServer server;
    private final AccessStore store;

    Invites(ChatServer server, AccessStore store) {
        this.server = server;
        this.store = store;
    }

    /** The result of the creation of an invitation. */
    public sealed interface Result {}

    /** The invitation is stored. Only this record has its secret. */
    public record Created(Invite invite, InviteSecret secret) implements Result {}

    /** The invitation is refused. */
    public record Refused(Refusal refusal) implements Result {}

    /**
     * Creates an invitation to a room of a session.
     *
     * @param validity the time for which it is valid, at most {@link #LONGEST}
     */
    public CompletionStage<Result> create(Session session, RoomName room, Duration validity) {
        Optional<Refusal> refusal = session.check(UserAction.INVITE)
                .or(() -> session.isIn(room) ? Optional.empty() : Optional.of(Refusal.notInRoom(room)));
        if (refusal.isPresent()) {
            return CompletableFuture.completedFuture(new Refused(session.refused(room, refusal.get())));
        }
        return save(room, session.user().id(), session.user().nickname().text(), validity)
                .thenApply(result ->
                        result instanceof Refused no ? new Refused(session.refused(room, no.refusal())) : result);
    }

    /** Creates an invitation of the console to a room, which need not be joined. Never fails. */
    public CompletionStage<Result> create(Operator console, RoomName room, Duration validity) {
        RoomRegistry rooms = server.roomRegistry();
        return rooms.find(room).isPresent() || rooms.privateRooms().contains(room)
                ? save(room, "", console.name(), validity)
                : CompletableFuture.completedFuture(new Refused(Refusal.noSuchRoom(room.text())));
    }

    private CompletionStage<Result> save(RoomName room, String userId, String name, Duration validity) {
        InviteSecret secret = InviteSecret.generate();
        Instant now = server.now();
        Invite invite = new Invite(
                0, secret.digest(), room, userId, name, now.plus(validity).truncatedTo(ChronoUnit.MILLIS));
        return store.save(invite, now)
                .thenApply(saved -> saved.<Result>map(stored -> new Created(stored, secret))
                        .orElseGet(() -> new Refused(AccessRefusals.tooManyInvites())))
                .exceptionally(failure -> new Refused(LoginHandler.refusal("The creation of an invitation", failure)));
    }

    /** Returns the valid invitations of all users, for the console. Fails if they cannot be read. */
    public CompletionStage<List<Invite>> all() {
        return store.all(null, server.now());
    }

    /** Ends an invitation of any user, for the console; returns whether there is one. Fails if it cannot be ended. */
    public CompletionStage<Boolean> revoke(long number) {
        return store.delete(number, null);
    }

    /** Returns the valid invitations of the user of a session, or of all users for an operator. Fails if they cannot be read. */
    public CompletionStage<List<Invite>> all(Session session) {
        return store.all(owner(session), server.now());
    }

    /** Ends an invitation; returns whether the user of the session has one with this number. Fails if it cannot be ended. */
    public CompletionStage<Boolean> revoke(Session session, long number) {
        return store.delete(number, owner(session));
    }

    /** Returns the id of the user to whose invitations a session is limited; null for an operator. */
    private @Nullable String owner(Session session) {
        return server.operators().isOperator(session.user())
                ? null
                : session.user().id();
    }

    /** Returns the refusal of a login with the secret of an invitation; empty if the invitation is valid. Never fails. */
    public CompletionStage<Optional<Refusal>> check(String written) {
        return find(written)
                .thenApply(found ->
                        found.isPresent() ? Optional.<Refusal>empty() : Optional.of(AccessRefusals.inviteInvalid()))
                .exceptionally(failure -> Optional.of(LoginHandler.refusal("A login with an invitation", failure)));
    }

    /**
     * Returns the refusal of a text that was typed as the password of the server, and is not the password; empty if it is the
     * secret or the link of a valid invitation. Never fails.
     */
    public CompletionStage<Optional<Refusal>> checkAsPassword(String typed) {
        return InviteSecret.isLink(typed)
                ? check(typed)
                : check(typed)
                        .thenApply(refusal -> refusal.map(
                                why -> why.equals(AccessRefusals.inviteInvalid()) ? Refusal.wrongPassword() : why));
    }

    /** Finds the valid invitation with a secret or a link; empty if there is none. Fails if it cannot be read. */
    public CompletionStage<Optional<Invite>> find(String written) {
        return InviteSecret.parse(written)
                .map(this::find)
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }

    /** Finds the valid invitation with a secret; empty if there is none. Fails if it cannot be read. */
    CompletionStage<Optional<Invite>> find(InviteSecret secret) {
        return store.find(secret.digest(), server.now())
                .thenApply(found -> found.filter(invite -> !isByBannedUser(invite)));
    }

    /** Invitations of a banned user are not valid during the ban. Those of the console have no user. */
    private boolean isByBannedUser(Invite invite) {
        return !invite.userId().isEmpty()
                && server.moderation()
                        .check(UserAction.CONNECT, new Actor(invite.userId(), Nickname.of(invite.name()), Set.of()))
                        .isPresent();
    }
}
