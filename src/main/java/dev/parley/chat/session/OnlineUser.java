package dev.parley.chat.session;

import dev.parley.chat.identity.NicknameRegistry.Claim;
import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.identity.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private final String holder;
    private long nicknameVersion; // guarded by the registry
    private boolean announced; // guarded by the registry

    /**
     * Creates a user without sessions.
     *
     * @param holder the holder of the claim on the nickname
     * @param nicknameVersion the version of that claim
     */
    OnlineUser(User user, @Nullable ResumeToken token, RateLimits limits, String holder, long nicknameVersion) {
        this.user = user;
        this.token = token;
        this.limits = limits;
        this.holder = holder;
        this.nicknameVersion = nicknameVersion;
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

    /** Returns the holder of the claim on the nickname. */
    String holder() {
        return holder;
    }

    /** Sets the nickname, unless a later claim was set before. Used under the lock of the registry only. */
    void rename(Claim claim) {
        if (claim.version() > nicknameVersion) {
            nicknameVersion = claim.version();
            user.rename(claim.nickname());
        }
    }

    /** Returns whether the login was published. Used under the lock of the registry only. */
    boolean isAnnounced() {
        return announced;
    }

    /** Records that the login is published. Used under the lock of the registry only. */
    void markAnnounced() {
        announced = true;
    }
}
