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

    TokenAuthenticator(ServerResources resources) {
        this.resources = resources;
    }

    /**
     * The identity behind a login.
     *
     * @param id the id of the user
     * @param token the token to resume with, if any
     * @param wish the requested nickname, or that of the last session if none was requested
     * @param lastName the nickname of the last session; null if the user is new
     */
    record Identity(
            String id,
            @Nullable ResumeToken token,
            String wish,
            @Nullable String lastName) {

        /** Returns the identity with another requested nickname. */
        Identity withWish(String other) {
            return new Identity(id, token, other, lastName);
        }
    }

    /** Resolves the identity of a login, at once if there is no token. Fails if tokens cannot be read. */
    CompletionStage<Identity> authenticate(LoginRequest request) {
        if (request.kind() != LoginRequest.Kind.RESUMABLE) {
            return done(new Identity(UUID.randomUUID().toString(), null, request.name(), null));
        }
        ResumeToken shown = request.token();
        return shown == null
                ? done(stranger(request))
                : lastName(shown)
                        .thenCompose(known -> known.isPresent()
                                ? done(returning(request, shown, known.get()))
                                : late(stranger(request)));
    }

    /** Returns the last nickname of a valid token. Fails if tokens cannot be read. */
    CompletionStage<Optional<String>> findUser(ResumeToken token) {
        return resources
                .tokenStore()
                .lastName(token.digest())
                .thenCompose(name -> name.isPresent() ? done(name) : late(name));
    }

    /** Returns the last nickname of a token; of a user who is online, also if the token could not be stored. */
    private CompletionStage<Optional<String>> lastName(ResumeToken shown) {
        String id = shown.digest();
        return resources
                .tokenStore()
                .lastName(id)
                .thenCompose(stored -> stored.isPresent()
                        ? done(stored)
                        : resources
                                .nicknameRegistry()
                                .claimOf(id)
                                .thenApply(found ->
                                        found.map(claim -> claim.nickname().text())));
    }

    private static Identity stranger(LoginRequest request) {
        ResumeToken fresh = ResumeToken.generate();
        return new Identity(fresh.digest(), fresh, request.name(), null);
    }

    private static Identity returning(LoginRequest request, ResumeToken shown, String lastName) {
        return new Identity(shown.digest(), shown, request.name().isBlank() ? lastName : request.name(), lastName);
    }

    private static <T> CompletionStage<T> done(T answer) {
        return CompletableFuture.completedFuture(answer);
    }

    private <T> CompletionStage<T> late(T answer) {
        return resources.scheduler().completeAfter(LoginThrottle.PAUSE, answer);
    }
}
