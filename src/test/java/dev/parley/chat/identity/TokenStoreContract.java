package dev.parley.chat.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.TokenStore.TokenOwner;
import dev.parley.chat.room.ManualScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
        assertThat(tokenStore().lastName(ada)).isEmpty();
    }

    @Test
    void tokenHasItsLatestNickname() {
        tokenStore().save(List.of(new TokenOwner(ada, "ada")), now());
        tokenStore().save(List.of(new TokenOwner(bob, "bob")), now());
        tokenStore().save(List.of(new TokenOwner(ada, "adele")), now());

        assertThat(tokenStore().lastName(ada)).hasValue("adele");
        assertThat(tokenStore().lastName(bob)).hasValue("bob");
    }

    @Test
    void severalTokensAreSavedTogether() {
        tokenStore().save(List.of(new TokenOwner(ada, "ada"), new TokenOwner(bob, "bob")), now());

        assertThat(tokenStore().lastName(ada)).hasValue("ada");
        assertThat(tokenStore().lastName(bob)).hasValue("bob");
    }

    @Test
    void tokenIsValidForEightDaysAfterItWasSaved() {
        tokenStore().save(List.of(new TokenOwner(ada, "ada")), now());

        time.advanceTime(VALID);
        assertThat(tokenStore().lastName(ada)).hasValue("ada");

        time.advanceTime(Duration.ofMillis(1));
        assertThat(tokenStore().lastName(ada)).isEmpty();
    }

    @Test
    void touchExtendsTheValidityOfAToken() {
        tokenStore().save(List.of(new TokenOwner(ada, "ada")), now());
        tokenStore().save(List.of(new TokenOwner(bob, "bob")), now());
        time.advanceTime(Duration.ofDays(7));
        tokenStore().touch(List.of(ada), now());
        time.advanceTime(Duration.ofDays(7));

        assertThat(tokenStore().lastName(ada)).hasValue("ada");
        assertThat(tokenStore().lastName(bob)).isEmpty();
    }

    @Test
    void expiredTokenIsValidAgainAfterItIsSaved() {
        tokenStore().save(List.of(new TokenOwner(ada, "ada")), now());
        time.advanceTime(VALID.plusSeconds(1));
        tokenStore().save(List.of(new TokenOwner(ada, "ada")), now());

        assertThat(tokenStore().lastName(ada)).hasValue("ada");
    }

    @Test
    void touchCreatesNoTokens() {
        tokenStore().touch(List.of(ada, bob), now());
        tokenStore().touch(List.of(), now());

        assertThat(tokenStore().lastName(ada)).isEmpty();
    }

    @Test
    void pruneDeletesOnlyExpiredTokens() {
        tokenStore().save(List.of(new TokenOwner(ada, "ada")), now());
        time.advanceTime(Duration.ofDays(1));
        tokenStore().save(List.of(new TokenOwner(bob, "bob")), now());
        time.advanceTime(VALID.minusHours(1));
        prune(now());

        tokenStore().touch(List.of(ada, bob), now());
        assertThat(tokenStore().lastName(ada)).isEmpty();
        assertThat(tokenStore().lastName(bob)).hasValue("bob");
    }

    protected final Instant now() {
        return time.clock().instant();
    }
}
