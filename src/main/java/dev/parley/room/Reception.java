package dev.parley.room;

import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.session.LoginThrottle;
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
final class Reception {

    private final Means means;
    private final Predicate<String> isHere;

    /**
     * A reception.
     *
     * @param isHere whether the person of this identity is here, and so known before the disk knows it
     */
    Reception(Means means, Predicate<String> isHere) {
        this.means = means;
        this.isHere = isHere;
    }

    /**
     * Who somebody is who wants to come in.
     *
     * @param id the person's identity
     * @param token what the person can come back with, if anything
     * @param wish the name wished for; that of last time where none was said
     */
    record Guest(String id, @Nullable ResumeToken token, String wish) {}

    /** Tells who somebody is, at once where no token is shown; fails if tokens cannot be read. */
    CompletionStage<Guest> receive(Introduction introduction) {
        if (introduction.manner() != Introduction.Manner.RESUMABLE) {
            return done(new Guest(UUID.randomUUID().toString(), null, introduction.name()));
        }
        ResumeToken shown = introduction.token();
        return shown == null
                ? done(stranger(introduction))
                : knowledgeOf(shown)
                        .thenCompose(known -> known.isPresent()
                                ? done(returning(introduction, shown, known.get()))
                                : late(stranger(introduction)));
    }

    /** Whether this token is somebody's; fails if that cannot be read. */
    CompletionStage<Boolean> knows(ResumeToken token) {
        return means.read(() -> means.tokenStore().lastName(token.digest()).isPresent())
                .thenCompose(known -> known ? done(true) : late(false));
    }

    /** The name last used with a token, empty text while it is used for the first time; nothing if it is nobody's. */
    private CompletionStage<Optional<String>> knowledgeOf(ResumeToken shown) {
        String id = shown.digest();
        return means.read(
                () -> means.tokenStore().lastName(id).or(() -> isHere.test(id) ? Optional.of("") : Optional.empty()));
    }

    private static Guest stranger(Introduction introduction) {
        ResumeToken fresh = ResumeToken.generate();
        return new Guest(fresh.digest(), fresh, introduction.name());
    }

    private static Guest returning(Introduction introduction, ResumeToken shown, String lastName) {
        return new Guest(shown.digest(), shown, introduction.name().isBlank() ? lastName : introduction.name());
    }

    private static <T> CompletionStage<T> done(T answer) {
        return CompletableFuture.completedFuture(answer);
    }

    private <T> CompletionStage<T> late(T answer) {
        CompletableFuture<T> later = new CompletableFuture<>();
        means.scheduler().schedule(LoginThrottle.PAUSE, () -> later.complete(answer));
        return later;
    }
}
