package dev.parley.chat.session;

import dev.parley.chat.identity.ResumeToken;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what people show who come in: whose token it is, and whether it is anybody's. A token that is nobody's may be a
 * guess, so what comes of it comes as late as with a wrong password. Nothing blocks; safe from any thread.
 */
final class TokenAuthenticator {

    private final ServerResources serverResources;
    private final Predicate<String> isHere;

    /**
     * A reception.
     *
     * @param isHere whether the person of this identity is here, and so known before the disk knows it
     */
    TokenAuthenticator(ServerResources serverResources, Predicate<String> isHere) {
        this.serverResources = serverResources;
        this.isHere = isHere;
    }

    /**
     * Who somebody is who wants to come in.
     *
     * @param id the person's identity
     * @param token what the person can come back with, if anything
     * @param wish the name wished for; that of last time where none was said
     */
    record Identity(String id, @Nullable ResumeToken token, String wish) {}

    /** Tells who somebody is, at once where no token is shown; fails if tokens cannot be read. */
    CompletionStage<Identity> authenticate(LoginRequest loginRequest) {
        if (loginRequest.kind() != LoginRequest.Kind.RESUMABLE) {
            return done(new Identity(UUID.randomUUID().toString(), null, loginRequest.name()));
        }
        ResumeToken shown = loginRequest.token();
        return shown == null
                ? done(stranger(loginRequest))
                : knowledgeOf(shown)
                        .thenCompose(known -> known.isPresent()
                                ? done(returning(loginRequest, shown, known.get()))
                                : late(stranger(loginRequest)));
    }

    /** Whether this token is somebody's; fails if that cannot be read. */
    CompletionStage<Boolean> isKnown(ResumeToken token) {
        return serverResources
                .read(() ->
                        serverResources.tokenStore().lastName(token.digest()).isPresent())
                .thenCompose(known -> known ? done(true) : late(false));
    }

    /** The name last used with a token, empty text while it is used for the first time; nothing if it is nobody's. */
    private CompletionStage<Optional<String>> knowledgeOf(ResumeToken shown) {
        String id = shown.digest();
        return serverResources.read(() -> serverResources
                .tokenStore()
                .lastName(id)
                .or(() -> isHere.test(id) ? Optional.of("") : Optional.empty()));
    }

    private static Identity stranger(LoginRequest loginRequest) {
        ResumeToken fresh = ResumeToken.generate();
        return new Identity(fresh.digest(), fresh, loginRequest.name());
    }

    private static Identity returning(LoginRequest loginRequest, ResumeToken shown, String lastName) {
        return new Identity(shown.digest(), shown, loginRequest.name().isBlank() ? lastName : loginRequest.name());
    }

    private static <T> CompletionStage<T> done(T answer) {
        return CompletableFuture.completedFuture(answer);
    }

    private <T> CompletionStage<T> late(T answer) {
        CompletableFuture<T> later = new CompletableFuture<>();
        serverResources.scheduler().schedule(LoginThrottle.PAUSE, () -> later.complete(answer));
        return later;
    }
}
