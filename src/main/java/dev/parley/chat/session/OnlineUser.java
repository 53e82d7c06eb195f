package dev.parley.chat.session;

import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.Room;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A user who is online: the identity, and everything that all sessions of the user share. The list of sessions is
 * guarded by the {@link SessionRegistry}; the rest is thread-safe.
 */
final class OnlineUser {

    private final User user;
    private final @Nullable ResumeToken token;
    private final RateLimits limits;
    private final List<Session> sessions = new ArrayList<>(1);
    private final CompletableFuture<Void> offline = new CompletableFuture<>();

    OnlineUser(User user, @Nullable ResumeToken token, RateLimits limits) {
        this.user = user;
        this.token = token;
        this.limits = limits;
    }

    User user() {
        return user;
    }

    Optional<ResumeToken> token() {
        return Optional.ofNullable(token);
    }

    RateLimits limits() {
        return limits;
    }

    /** Returns the list of sessions, the oldest first. Used under the lock of the registry only. */
    List<Session> sessions() {
        return sessions;
    }

    /** Completes when the user has no session left and the nickname is free. */
    CompletableFuture<Void> offline() {
        return offline;
    }

    /** Publishes the change of the nickname once in each room of these sessions. */
    static void publishRename(List<Session> sessions, User user, String from) {
        sessions.stream()
                .flatMap(session -> session.joinedRooms().stream())
                .distinct()
                .forEach((Room room) -> room.renamed(user, from));
    }
}
