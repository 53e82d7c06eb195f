package dev.parley.chat.session;

import dev.parley.chat.identity.NicknameRegistry.Claim;
import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.identity.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
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
    private final String firstAddress;
    private @Nullable CompletionStage<User> tokenSaved; // guarded by this
    private final AbsenceNotices absenceNotices = new AbsenceNotices();
    private long claimVersion; // guarded by the registry
    private boolean announced; // guarded by the registry

    /**
     * Creates a user without sessions.
     *
     * @param holder the holder of the claim on the nickname
     * @param claimVersion the version of that claim
     */
    OnlineUser(User user, @Nullable ResumeToken token, RateLimits limits, String holder, long claimVersion) {
        this.user = user;
        this.token = token;
        this.limits = limits;
        this.holder = holder;
        this.firstAddress = user.clientInfo().address();
        this.claimVersion = claimVersion;
    }

    User user() {
        return user;
    }

    Optional<ResumeToken> token() {
        return Optional.ofNullable(token);
    }

    /** Returns the address of the login that registered the user. */
    String firstAddress() {
        return firstAddress;
    }

    /**
     * Stores the token, if there is one. Only the first call writes; each completes when the token is stored or cannot be.
     *
     * @param writer writes the token; never fails
     */
    synchronized CompletionStage<User> saveToken(Function<User, CompletionStage<User>> writer) {
        if (token == null) {
            return CompletableFuture.completedFuture(user);
        }
        CompletionStage<User> saved = tokenSaved == null ? writer.apply(user) : tokenSaved;
        tokenSaved = saved;
        return saved;
    }

    /** Returns whether the token is stored, or about to be. */
    synchronized boolean isTokenSaved() {
        return tokenSaved != null;
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

    /** Returns which absences of others this user knows. */
    AbsenceNotices absenceNotices() {
        return absenceNotices;
    }

    /** Sets nickname and absence, unless a later claim was set before. Used under the lock of the registry only. */
    void apply(Claim claim) {
        if (claim.version() > claimVersion) {
            claimVersion = claim.version();
            user.rename(claim.nickname());
            user.setAbsence(claim.absence());
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
