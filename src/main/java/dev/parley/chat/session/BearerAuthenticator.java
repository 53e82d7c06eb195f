package dev.parley.chat.session;

import dev.parley.chat.identity.BotKey;
import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.NicknameAllocator;
import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.moderation.Actor;
import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.Refusal;
import dev.parley.text.BotMark;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Authenticates clients without a connection, which send a secret with each request. Thread-safe; nothing blocks. */
public final class BearerAuthenticator {

    /** The dialect of clients without a connection, and the transport that other users see for those that are no bots. */
    private static final String HTTP = "http";

    /** The pages of history that a user may request at once, more than a user scrolls through. */
    private static final int PAGE_BURST = 100;

    private final ChatServer server;
    private final ServerResources resources;
    private final TokenAuthenticator tokens;
    private final NicknameAllocator nicknames;
    private final TokenBuckets historyPages;
    private final UserRateLimits rateLimits;

    BearerAuthenticator(
            ChatServer server, ServerResources resources, TokenAuthenticator tokens, NicknameAllocator nicknames) {
        this.server = server;
        this.resources = resources;
        this.nicknames = nicknames;
        this.tokens = tokens;
        this.rateLimits = new UserRateLimits(server.limits());
        this.historyPages = new TokenBuckets(server.limits().rate(), PAGE_BURST, System::nanoTime);
    }

    /**
     * Authenticates a client by the key of a bot or by a resume token. The result for an unknown one is delayed by 1 second.
     *
     * @param secret the key or token as sent
     * @param address the remote address without port
     * @return empty if it is not valid; fails if tokens cannot be read
     */
    public CompletionStage<Optional<KeyHolder>> authenticate(String secret, String address) {
        Optional<BotKey> key = BotKey.parse(secret);
        if (key.isPresent()) {
            return key.flatMap(server.bots()::find)
                    .<CompletionStage<Optional<KeyHolder>>>map(bot -> CompletableFuture.completedFuture(Optional.of(
                            new KeyHolder(server, client(BotMark.VIA, address), bot.userId(), bot.nickname(), bot))))
                    .orElseGet(() -> tokens.delayed(Optional.empty()));
        }
        Optional<ResumeToken> token = ResumeToken.parse(secret);
        return token.isEmpty()
                ? tokens.delayed(Optional.empty())
                : tokens.findUser(token.get())
                        .thenApply(found -> found.map(lastName -> new KeyHolder(
                                server, client(HTTP, address), token.get().digest(), server.nickname(lastName), null)));
    }

    /** Returns a reader that has neither key nor token. */
    public KeyHolder anonymous(String address) {
        return new KeyHolder(server, client(HTTP, address), null, null, null);
    }

    private static ClientInfo client(String via, String address) {
        return new ClientInfo(via, HTTP, address);
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

    /** Takes a permit for a page that a client requests; returns the refusal, if any. */
    public Optional<Refusal> tryAcquirePage(KeyHolder client) {
        Duration wait = historyPages.acquire(client.limitKey());
        return wait.isZero() ? Optional.empty() : Optional.of(Refusal.slowDown(wait));
    }

    /** Returns the limits of users, which all of their connections share. */
    UserRateLimits rateLimits() {
        return rateLimits;
    }

    /** Returns the claims on nicknames. */
    NicknameAllocator nicknames() {
        return nicknames;
    }

    /** Returns a new holder of a claim on a nickname, unique over all nodes. */
    String newHolder() {
        return resources.lease().nodeId() + "/key/" + UUID.randomUUID();
    }

    /** Takes a permit for a message of a user, over all of its connections; returns the refusal, if any. */
    Optional<Refusal> tryAcquireMessage(String userId) {
        Duration wait = rateLimits.of(userId).messages().acquire();
        return wait.isZero() ? Optional.empty() : Optional.of(Refusal.slowDown(wait));
    }

    /** Takes a permit for a page of history that the user of a valid token requests; returns the refusal, if any. */
    public Optional<Refusal> tryAcquirePage(ResumeToken token) {
        Duration wait = historyPages.acquire(token.digest());
        return wait.isZero() ? Optional.empty() : Optional.of(Refusal.slowDown(wait));
    }
}
