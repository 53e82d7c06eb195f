package dev.parley.chat.session;

import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.moderation.Actor;
import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.Refusal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Authenticates clients without a connection, which send a secret with each request. Thread-safe; nothing blocks. */
public final class BearerAuthenticator {

    /** The pages of history that a user may request at once, more than a user scrolls through. */
    private static final int PAGE_BURST = 100;

    private final ChatServer server;
    private final TokenAuthenticator tokens;
    private final TokenBuckets historyPages;

    BearerAuthenticator(ChatServer server, TokenAuthenticator tokens) {
        this.server = server;
        this.tokens = tokens;
        this.historyPages = new TokenBuckets(server.limits().rate(), PAGE_BURST, System::nanoTime);
    }

    /**
     * Checks whether a client without a connection may do something: it needs a valid token, and no sanction may forbid the
     * action. The refusal of an unknown token is delayed by 1 second.
     *
     * @param token the token of the client; null if it has none
     * @param address the remote address without port
     * @return the refusal; empty if the action is allowed; fails if tokens cannot be read
     */
    public CompletionStage<Optional<Refusal>> check(UserAction action, @Nullable ResumeToken token, String address) {
        Optional<Refusal> refusal = server.sanctionEnforcer().check(action, Actor.at(address));
        if (refusal.isPresent() || token == null) {
            return CompletableFuture.completedFuture(refusal.or(() -> Optional.of(Refusal.loginRequired())));
        }
        return tokens.findUser(token)
                .thenApply(found -> found.map(lastName -> server.sanctionEnforcer()
                                .check(action, Actor.of(token.digest(), server.nickname(lastName), address)))
                        .orElseGet(() -> Optional.of(Refusal.loginRequired())));
    }

    /** Takes a permit for a page of history that the user of a valid token requests; returns the refusal, if any. */
    public Optional<Refusal> tryAcquirePage(ResumeToken token) {
        Duration wait = historyPages.acquire(token.digest());
        return wait.isZero() ? Optional.empty() : Optional.of(Refusal.slowDown(wait));
    }
}
