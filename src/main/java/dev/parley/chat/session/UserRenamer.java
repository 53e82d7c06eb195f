package dev.parley.chat.session;

import dev.parley.chat.identity.NicknameAllocator;
import dev.parley.chat.identity.NicknameRegistry.Claim;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.ChatEvents;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.Room;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Changes the nicknames of users who are online, and publishes the changes. Thread-safe; nothing blocks. */
final class UserRenamer {

    private final SessionRegistry sessions;
    private final NicknameAllocator nicknames;
    private final TokenWriter tokenWriter;
    private final ChatEvents events;

    UserRenamer(SessionRegistry sessions, NicknameAllocator nicknames, TokenWriter tokenWriter, ChatEvents events) {
        this.sessions = sessions;
        this.nicknames = nicknames;
        this.tokenWriter = tokenWriter;
        this.events = events;
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
                                .filter(user -> online.token().isPresent())
                                .ifPresent(tokenWriter::save);
                        return Optional.<Refusal>empty();
                    }
                    return Optional.of(Refusal.shuttingDown());
                })
                .exceptionally(failure -> Optional.of(LoginHandler.refusal("A change of a nickname", failure)));
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
