package dev.parley.chat.session;

import dev.parley.chat.identity.NicknameAllocator;
import dev.parley.chat.identity.NicknameRegistry.Claim;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.ChatEvents;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RelaySignal;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.RoomRelay;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes the nicknames of users who are online, and publishes changed claims. Thread-safe; nothing blocks. */
final class UserRenamer {

    private static final Logger LOG = LoggerFactory.getLogger(UserRenamer.class);

    private final SessionRegistry sessions;
    private final NicknameAllocator nicknames;
    private final TokenWriter tokenWriter;
    private final ChatEvents events;
    private final RoomRelay relay;

    UserRenamer(
            SessionRegistry sessions,
            NicknameAllocator nicknames,
            TokenWriter tokenWriter,
            ChatEvents events,
            RoomRelay relay) {
        this.sessions = sessions;
        this.nicknames = nicknames;
        this.tokenWriter = tokenWriter;
        this.events = events;
        this.relay = relay;
    }

    /** Changes the nickname of a user; returns the refusal, if any. Never fails. */
    CompletionStage<Optional<Refusal>> rename(OnlineUser online, String wish) {
        return nicknames
                .rename(online.user().id(), online.holder(), wish)
                .thenApply(result -> {
                    if (result instanceof NicknameAllocator.Denied denied) {
                        return Optional.of(Refusal.invalidNickname(denied.problem()));
                    } else if (result instanceof NicknameAllocator.Granted granted) {
                        apply(granted.claim())
                                .filter(user -> online.isTokenSaved())
                                .ifPresent(tokenWriter::save);
                        relay.publish(
                                new RelaySignal.ClaimChanged(granted.claim().userId()));
                        return Optional.<Refusal>empty();
                    }
                    return Optional.of(Refusal.shuttingDown());
                })
                .exceptionally(failure -> Optional.of(LoginHandler.refusal("A change of a nickname", failure)));
    }

    /** Reads the claim of a user that was changed on another node, if the user is online here as well. */
    void onClaimChanged(String userId) {
        if (sessions.find(userId).isPresent()) {
            refresh(userId).exceptionally(failure -> {
                LOG.warn(
                        "A changed nickname or absence could not be read; its user has the old one until the next login.",
                        failure);
                return null;
            });
        }
    }

    /** Reads the claim of a user, which may have changed on another node. Fails if it cannot be read. */
    CompletionStage<?> refresh(String userId) {
        return nicknames.claimOf(userId).thenAccept(found -> found.ifPresent(this::apply));
    }

    /** Applies a claim, unless a later one is applied already; returns the user if the nickname changed. */
    Optional<User> apply(Claim claim) {
        Optional<SessionRegistry.Changed> changed = sessions.apply(claim);
        changed.filter(SessionRegistry.Changed::isAbsenceChanged).ifPresent(change -> {
            joinedRooms(change).forEach(room -> room.absenceChanged(change.user()));
            change.sessions().forEach(session -> session.subscriber().onOwnStateChanged());
        });
        return changed.filter(SessionRegistry.Changed::isRenamed).map(change -> {
            User user = change.user();
            joinedRooms(change).forEach(room -> room.renamed(user, change.nameBefore()));
            events.publish(listener -> listener.onRenamed(user, change.nameBefore()));
            return user;
        });
    }

    private static Stream<Room> joinedRooms(SessionRegistry.Changed change) {
        return change.sessions().stream()
                .flatMap(session -> session.joinedRooms().stream())
                .distinct();
    }
}
