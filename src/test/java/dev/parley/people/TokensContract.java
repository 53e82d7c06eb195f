package dev.parley.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.people.Tokens.Bearer;
import dev.parley.room.ManualAlarms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every promise of {@link Tokens}, for whatever implements it. */
public abstract class TokensContract {

    private static final Duration VALID = Duration.ofDays(8);

    protected final ManualAlarms time = new ManualAlarms();

    private final String ada = ResumeToken.fresh().digest();
    private final String bob = ResumeToken.fresh().digest();

    /** The tokens under test, empty at first, going by {@link #time}. */
    protected abstract Tokens tokens();

    /** Drops what is no longer valid. */
    protected abstract void prune(Instant now);

    @Test
    void aTokenNeverGivenOutIsUnknown() {
        assertThat(tokens().lastName(ada)).isEmpty();
    }

    @Test
    void aTokenIsKnownByItsLastName() {
        tokens().remember(List.of(new Bearer(ada, "ada")), now());
        tokens().remember(List.of(new Bearer(bob, "bob")), now());
        tokens().remember(List.of(new Bearer(ada, "adele")), now());

        assertThat(tokens().lastName(ada)).hasValue("adele");
        assertThat(tokens().lastName(bob)).hasValue("bob");
    }

    @Test
    void severalAreRememberedTogether() {
        tokens().remember(List.of(new Bearer(ada, "ada"), new Bearer(bob, "bob")), now());

        assertThat(tokens().lastName(ada)).hasValue("ada");
        assertThat(tokens().lastName(bob)).hasValue("bob");
    }

    @Test
    void aTokenIsValidForEightDaysAfterItWasRemembered() {
        tokens().remember(List.of(new Bearer(ada, "ada")), now());

        time.pass(VALID);
        assertThat(tokens().lastName(ada)).hasValue("ada");

        time.pass(Duration.ofMillis(1));
        assertThat(tokens().lastName(ada)).isEmpty();
    }

    @Test
    void useKeepsATokenValidUnderItsName() {
        tokens().remember(List.of(new Bearer(ada, "ada")), now());
        tokens().remember(List.of(new Bearer(bob, "bob")), now());
        time.pass(Duration.ofDays(7));
        tokens().used(List.of(ada), now());
        time.pass(Duration.ofDays(7));

        assertThat(tokens().lastName(ada)).hasValue("ada");
        assertThat(tokens().lastName(bob)).isEmpty();
    }

    @Test
    void anExpiredTokenComesBackOnlyWhenItIsRemembered() {
        tokens().remember(List.of(new Bearer(ada, "ada")), now());
        time.pass(VALID.plusSeconds(1));
        tokens().remember(List.of(new Bearer(ada, "ada")), now());

        assertThat(tokens().lastName(ada)).hasValue("ada");
    }

    @Test
    void useOfTokensThatWereNeverGivenOutMakesNone() {
        tokens().used(List.of(ada, bob), now());
        tokens().used(List.of(), now());

        assertThat(tokens().lastName(ada)).isEmpty();
    }

    @Test
    void pruningDropsOnlyWhatIsNoLongerValid() {
        tokens().remember(List.of(new Bearer(ada, "ada")), now());
        time.pass(Duration.ofDays(1));
        tokens().remember(List.of(new Bearer(bob, "bob")), now());
        time.pass(VALID.minusHours(1));
        prune(now());

        tokens().used(List.of(ada, bob), now());
        assertThat(tokens().lastName(ada)).isEmpty();
        assertThat(tokens().lastName(bob)).hasValue("bob");
    }

    protected final Instant now() {
        return time.clock().instant();
    }
}
