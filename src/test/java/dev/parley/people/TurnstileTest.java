package dev.parley.people;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TurnstileTest {

    @Test
    void oneMoreThanAllowedIsTurnedAwayUntilSomebodyLeaves() {
        Turnstile turnstile = new Turnstile(2, 0);
        assertThat(turnstile.enter("a", false)).isEqualTo(Turnstile.Verdict.ENTERED);
        assertThat(turnstile.enter("b", false)).isEqualTo(Turnstile.Verdict.ENTERED);
        assertThat(turnstile.enter("c", false)).isEqualTo(Turnstile.Verdict.FULL);
        turnstile.exit("a");
        assertThat(turnstile.enter("c", false)).isEqualTo(Turnstile.Verdict.ENTERED);
        assertThat(turnstile.inside()).isEqualTo(2);
    }

    @Test
    void oneAddressIsLimitedWithoutHinderingOthers() {
        Turnstile turnstile = new Turnstile(0, 2);
        turnstile.enter("a", false);
        turnstile.enter("a", false);
        assertThat(turnstile.enter("a", false)).isEqualTo(Turnstile.Verdict.FULL_FOR_ADDRESS);
        assertThat(turnstile.enter("b", false)).isEqualTo(Turnstile.Verdict.ENTERED);
        assertThat(turnstile.inside()).isEqualTo(3);
    }

    @Test
    void anExemptAddressIsOnlyCounted() {
        Turnstile turnstile = new Turnstile(0, 1);
        turnstile.enter("127.0.0.1", true);
        assertThat(turnstile.enter("127.0.0.1", true)).isEqualTo(Turnstile.Verdict.ENTERED);
    }
}
