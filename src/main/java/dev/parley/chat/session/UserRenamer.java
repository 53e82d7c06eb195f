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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes the nicknames of users who are online, and publishes the changes. Thread-safe; nothing blocks. */
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
                                new RelaySignal.UserRenamed(granted.claim().userId()));
                        return Optional.<Refusal>empty();
                    }
                    return Optional.of(Refusal.shuttingDown());
                })
                .exceptionally(failure -> Optional.of(LoginHandler.refusal("A change of a nickname", failure)));
    }

    /** Reads the nickname of a user that was changed on another node, if the user is online here as well. */
    void onRenamed(String userId) {
        if (sessions.find(userId).isPresent()) {
            refresh(userId).exceptionally(failure -> {
                LOG.warn(
                        "A changed nickname could not be read; its user has the old one until the next login.",
                        failure);
                return null;
            });
        }
    }

    /** Reads the nickname of a user, which may have changed on another node. Fails if it cannot be read. */
    CompletionStage<?> refresh(String userId) {
        return nicknames.claimOf(userId).thenAccept(found -> found.ifPresent(this::apply));
    }

    /** Applies a claim, unless a later one is applied already; returns the user if the nickname changed. */
    private Optional<User> apply(Claim claim) {
        return sessions.rename(claim).map(change -> {
            User user = change.user();
            change.sessions().stream()
                    .flatMap(session -> session.joinedRooms().stream())
                    .distinct()
                    .forEach((Room room) -> room.renamed(user, change.from()));
            events.publish(listener -> listener.onRenamed(user, change.from()));
            return user;
        });
    }
}
