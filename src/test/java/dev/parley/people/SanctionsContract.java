package dev.parley.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.people.Sanction.Kind;
import dev.parley.room.ManualAlarms;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every promise of {@link Sanctions}, for whatever implements it. */
public abstract class SanctionsContract {

    protected final ManualAlarms time = new ManualAlarms();

    /** The sanctions under test, none at first. */
    protected abstract Sanctions sanctions();

    /** Drops what is over. */
    protected abstract void prune(Instant now);

    @Test
    void whatIsKeptIsReadBackAsItWas() {
        Sanction bob = sanction(Kind.BAN, "Böb", null);
        Sanction address = new Sanction(Kind.BAN, null, null, "192.0.2.7", now(), now().plusSeconds(60));
        sanctions().keep(bob);
        time.pass(Duration.ofSeconds(1));
        Sanction mute = sanction(Kind.MUTE, "Böb", now().plusSeconds(90));
        sanctions().keep(address);
        sanctions().keep(mute);

        assertThat(sanctions().all()).containsExactlyInAnyOrder(bob, address, mute);
    }

    @Test
    void theNewOneTakesThePlaceOfTheOldOneOfItsKindAndTarget() {
        Sanction mute = sanction(Kind.MUTE, "bob", null);
        Sanction longer = sanction(Kind.BAN, "BOB", now().plusSeconds(90));
        sanctions().keep(sanction(Kind.BAN, "bob", now().plusSeconds(60)));
        sanctions().keep(mute);
        sanctions().keep(longer);

        assertThat(sanctions().all()).containsExactlyInAnyOrder(mute, longer);
    }

    @Test
    void whatIsLiftedIsGoneAndNothingElse() {
        Sanction bob = sanction(Kind.BAN, "bob", null);
        Sanction mute = sanction(Kind.MUTE, "bob", null);
        sanctions().keep(bob);
        sanctions().keep(mute);
        sanctions().lift(bob);
        sanctions().lift(bob);
        sanctions().lift(sanction(Kind.BAN, "ada", null));

        assertThat(sanctions().all()).containsExactly(mute);
    }

    @Test
    void pruningDropsOnlyWhatIsOver() {
        Sanction forEver = sanction(Kind.BAN, "ada", null);
        Sanction longer = sanction(Kind.BAN, "cyd", now().plusSeconds(90));
        sanctions().keep(forEver);
        sanctions().keep(sanction(Kind.BAN, "bob", now().plusSeconds(60)));
        sanctions().keep(longer);
        time.pass(Duration.ofSeconds(60));
        prune(now());

        assertThat(sanctions().all()).containsExactlyInAnyOrder(forEver, longer);
    }

    protected final Sanction sanction(Kind kind, String name, @Nullable Instant until) {
        return new Sanction(kind, Name.of(name), "a digest", "192.0.2.7", now(), until);
    }

    protected final Instant now() {
        return time.clock().instant();
    }
}
