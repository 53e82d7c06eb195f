package dev.parley.chat.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.TokenStore.TokenOwner;
import dev.parley.chat.room.ManualScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every promise of {@link TokenStore}, for whatever implements it. */
public abstract class TokenStoreContract {

    private static final Duration VALID = Duration.ofDays(8);

    protected final ManualScheduler time = new ManualScheduler();

    private final String ada = ResumeToken.generate().digest();
    private final String bob = ResumeToken.generate().digest();

    /** The tokens under test, empty at first, going by {@link #time}. */
    protected abstract TokenStore tokenStore();

    /** Drops what is no longer valid. */
    protected abstract void prune(Instant now);

    @Test
    void aTokenNeverGivenOutIsUnknown() {
        assertThat(tokenStore().lastName(ada)).isEmpty();
    }

    @Test
    void aTokenIsKnownByItsLastName() {
        tokenStore().save(List.of(new TokenOwner(ada, "ada")), now());
        tokenStore().save(List.of(new TokenOwner(bob, "bob")), now());
        tokenStore().save(List.of(new TokenOwner(ada, "adele")), now());

        assertThat(tokenStore().lastName(ada)).hasValue("adele");
        assertThat(tokenStore().lastName(bob)).hasValue("bob");
    }

    @Test
    void severalAreRememberedTogether() {
        tokenStore().save(List.of(new TokenOwner(ada, "ada"), new TokenOwner(bob, "bob")), now());

        assertThat(tokenStore().lastName(ada)).hasValue("ada");
        assertThat(tokenStore().lastName(bob)).hasValue("bob");
    }

    @Test
    void aTokenIsValidForEightDaysAfterItWasRemembered() {
        tokenStore().save(List.of(new TokenOwner(ada, "ada")), now());

        time.pass(VALID);
        assertThat(tokenStore().lastName(ada)).hasValue("ada");

        time.pass(Duration.ofMillis(1));
        assertThat(tokenStore().lastName(ada)).isEmpty();
    }

    @Test
    void useKeepsATokenValidUnderItsName() {
        tokenStore().save(List.of(new TokenOwner(ada, "ada")), now());
        tokenStore().save(List.of(new TokenOwner(bob, "bob")), now());
        time.pass(Duration.ofDays(7));
        tokenStore().touch(List.of(ada), now());
        time.pass(Duration.ofDays(7));

        assertThat(tokenStore().lastName(ada)).hasValue("ada");
        assertThat(tokenStore().lastName(bob)).isEmpty();
    }

    @Test
    void anExpiredTokenComesBackOnlyWhenItIsRemembered() {
        tokenStore().save(List.of(new TokenOwner(ada, "ada")), now());
        time.pass(VALID.plusSeconds(1));
        tokenStore().save(List.of(new TokenOwner(ada, "ada")), now());

        assertThat(tokenStore().lastName(ada)).hasValue("ada");
    }

    @Test
    void useOfTokensThatWereNeverGivenOutMakesNone() {
        tokenStore().touch(List.of(ada, bob), now());
        tokenStore().touch(List.of(), now());

        assertThat(tokenStore().lastName(ada)).isEmpty();
    }

    @Test
    void pruningDropsOnlyWhatIsNoLongerValid() {
        tokenStore().save(List.of(new TokenOwner(ada, "ada")), now());
        time.pass(Duration.ofDays(1));
        tokenStore().save(List.of(new TokenOwner(bob, "bob")), now());
        time.pass(VALID.minusHours(1));
        prune(now());

        tokenStore().touch(List.of(ada, bob), now());
        assertThat(tokenStore().lastName(ada)).isEmpty();
        assertThat(tokenStore().lastName(bob)).hasValue("bob");
    }

    protected final Instant now() {
        return time.clock().instant();
    }
}
