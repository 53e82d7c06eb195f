package dev.parley.chat.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.TokenStore.TokenOwner;
import dev.parley.chat.room.ManualScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Checks the contract of {@link TokenStore}; each implementation has a subclass. */
public abstract class TokenStoreContract {

    private static final Duration VALID = Duration.ofDays(8);

    protected final ManualScheduler time = new ManualScheduler();

    private final String ada = ResumeToken.generate().digest();
    private final String bob = ResumeToken.generate().digest();

    /** Returns the store under test: empty at first, with the clock of {@link #time}. */
    protected abstract TokenStore tokenStore();

    /** Deletes expired tokens. */
    protected abstract void prune(Instant now);

    @Test
    void unissuedTokenIsUnknown() {
        assertThat(lastName(ada)).isEmpty();
    }

    @Test
    void tokenHasItsLatestNickname() {
        join(tokenStore().save(List.of(new TokenOwner(ada, "ada")), now()));
        join(tokenStore().save(List.of(new TokenOwner(bob, "bob")), now()));
        join(tokenStore().save(List.of(new TokenOwner(ada, "adele")), now()));

        assertThat(lastName(ada)).hasValue("adele");
        assertThat(lastName(bob)).hasValue("bob");
    }

    @Test
    void severalTokensAreSavedTogether() {
        join(tokenStore().save(List.of(new TokenOwner(ada, "ada"), new TokenOwner(bob, "bob")), now()));

        assertThat(lastName(ada)).hasValue("ada");
        assertThat(lastName(bob)).hasValue("bob");
    }

    @Test
    void tokenIsValidForEightDaysAfterItWasSaved() {
        join(tokenStore().save(List.of(new TokenOwner(ada, "ada")), now()));

        time.advanceTime(VALID);
        assertThat(lastName(ada)).hasValue("ada");

        time.advanceTime(Duration.ofMillis(1));
        assertThat(lastName(ada)).isEmpty();
    }

    @Test
    void touchExtendsTheValidityOfAToken() {
        join(tokenStore().save(List.of(new TokenOwner(ada, "ada")), now()));
        join(tokenStore().save(List.of(new TokenOwner(bob, "bob")), now()));
        time.advanceTime(Duration.ofDays(7));
        join(tokenStore().touch(List.of(ada), now()));
        time.advanceTime(Duration.ofDays(7));

        assertThat(lastName(ada)).hasValue("ada");
        assertThat(lastName(bob)).isEmpty();
    }

    @Test
    void expiredTokenIsValidAgainAfterItIsSaved() {
        join(tokenStore().save(List.of(new TokenOwner(ada, "ada")), now()));
        time.advanceTime(VALID.plusSeconds(1));
        join(tokenStore().save(List.of(new TokenOwner(ada, "ada")), now()));

        assertThat(lastName(ada)).hasValue("ada");
    }

    @Test
    void touchCreatesNoTokens() {
        join(tokenStore().touch(List.of(ada, bob), now()));
        join(tokenStore().touch(List.of(), now()));

        assertThat(lastName(ada)).isEmpty();
    }

    @Test
    void pruneDeletesOnlyExpiredTokens() {
        join(tokenStore().save(List.of(new TokenOwner(ada, "ada")), now()));
        time.advanceTime(Duration.ofDays(1));
        join(tokenStore().save(List.of(new TokenOwner(bob, "bob")), now()));
        time.advanceTime(VALID.minusHours(1));
        prune(now());

        join(tokenStore().touch(List.of(ada, bob), now()));
        assertThat(lastName(ada)).isEmpty();
        assertThat(lastName(bob)).hasValue("bob");
    }

    protected final Optional<String> lastName(String digest) {
        return join(tokenStore().lastName(digest));
    }

    protected static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    protected final Instant now() {
        return time.clock().instant();
    }
}
