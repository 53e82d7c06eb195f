package dev.parley.chat.session;

import dev.parley.chat.identity.ResumeToken;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Resolves resume tokens to users. An unknown token may be a guess, so its answer is delayed like that to a wrong
 * password. Thread-safe; nothing blocks.
 */
final class TokenAuthenticator {

    private final ServerResources resources;
    private final UnstoredTokens unstoredTokens;

    TokenAuthenticator(ServerResources resources, UnstoredTokens unstoredTokens) {
        this.resources = resources;
        this.unstoredTokens = unstoredTokens;
    }

    /**
     * The identity behind a login.
     *
     * @param id the id of the user
     * @param token the token to resume with, if any
     * @param wish the requested nickname, or that of the last session if none was requested
     * @param lastName the nickname of the last session; null if the user is new
     * @param source how the user is known
     */
    record Identity(
            String id,
            @Nullable ResumeToken token,
            String wish,
            @Nullable String lastName,
            Source source) {

        /** Returns the identity with another requested nickname. */
        Identity withWish(String other) {
            return new Identity(id, token, other, lastName, source);
        }
    }

    /** How the user of a login is known. */
    enum Source {
        /** The login creates the user. */
        NEW,
        /** The user is or was online, and the token is not stored yet. */
        UNSTORED,
        /** The token is stored. */
        STORED
    }

    /** A known token. */
    private record Known(String name, Source source) {}

    /** Resolves the identity of a login, at once if there is no token. Fails if tokens cannot be read. */
    CompletionStage<Identity> authenticate(LoginRequest request) {
        if (request.kind() != LoginRequest.Kind.RESUMABLE) {
            return done(new Identity(UUID.randomUUID().toString(), null, request.name(), null, Source.NEW));
        }
        ResumeToken shown = request.token();
        return shown == null
                ? done(stranger(request))
                : find(shown)
                        .thenCompose(known -> known.isPresent()
                                ? done(returning(request, shown, known.get()))
                                : delayed(stranger(request)));
    }

    /** Returns the last nickname of a valid token. Fails if tokens cannot be read. */
    CompletionStage<Optional<String>> findUser(ResumeToken token) {
        return find(token)
                .thenCompose(known -> known.isPresent() ? done(known.map(Known::name)) : delayed(Optional.empty()));
    }

    /** Finds a token with its last nickname; that of a user who is or was online, also if it is not stored. */
    private CompletionStage<Optional<Known>> find(ResumeToken shown) {
        String id = shown.digest();
        return resources
                .tokenStore()
                .lastName(id)
                .thenCompose(stored -> stored.isPresent()
                        ? done(stored.map(name -> new Known(name, Source.STORED)))
                        : resources
                                .nicknameRegistry()
                                .claimOf(id)
                                .thenApply(found -> found.map(
                                                claim -> claim.nickname().text())
                                        .or(() -> unstoredTokens.name(id))
                                        .map(name -> new Known(name, Source.UNSTORED))));
    }

    private static Identity stranger(LoginRequest request) {
        ResumeToken fresh = ResumeToken.generate();
        return new Identity(fresh.digest(), fresh, request.name(), null, Source.NEW);
    }

    private static Identity returning(LoginRequest request, ResumeToken shown, Known known) {
        return new Identity(
                shown.digest(),
                shown,
                request.name().isBlank() ? known.name() : request.name(),
                known.name(),
                known.source());
    }

    private static <T> CompletionStage<T> done(T answer) {
        return CompletableFuture.completedFuture(answer);
    }

    /** Returns an answer after 1 second, like that to a wrong password. */
    <T> CompletionStage<T> delayed(T answer) {
        return resources.scheduler().completeAfter(LoginThrottle.PAUSE, answer);
    }
}
