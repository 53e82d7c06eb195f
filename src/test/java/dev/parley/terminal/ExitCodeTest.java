package dev.parley.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.terminal.session.Ending;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExitCodeTest {

    private static Ending turnedAway(String code) {
        return new Ending.TurnedAway(code, "", List.of());
    }

    private static Ending sentOff(String code) {
        return new Ending.SentOff(code, "");
    }

    @Test
    void eachEndHasItsCode() {
        assertThat(ExitCode.of(new Ending.Unreachable(""))).isEqualTo(3);
        assertThat(ExitCode.of(turnedAway("name-taken"))).isEqualTo(4);
        assertThat(ExitCode.of(turnedAway("banned"))).isEqualTo(5);
        assertThat(ExitCode.of(turnedAway("full"))).isEqualTo(3);
        assertThat(ExitCode.of(turnedAway("password-wrong"))).isEqualTo(1);
        assertThat(ExitCode.of(sentOff("kicked"))).isEqualTo(5);
        assertThat(ExitCode.of(sentOff("quit"))).isZero();
        assertThat(ExitCode.of(sentOff("replaced"))).isEqualTo(6);
        assertThat(ExitCode.of(sentOff("malformed"))).isEqualTo(7);
        assertThat(ExitCode.of(new Ending.Lost(""))).isEqualTo(6);
        assertThat(ExitCode.of(new Ending.Nonsense(""))).isEqualTo(7);
    }

    @Test
    void comingBackHelpsOnlyAgainstWhatPasses() {
        assertThat(ExitCode.passes(new Ending.Lost(""), true)).isTrue();
        assertThat(ExitCode.passes(sentOff("too-slow"), true)).isTrue();
        assertThat(ExitCode.passes(turnedAway("shutting-down"), true)).isTrue();
        assertThat(ExitCode.passes(new Ending.Unreachable(""), true)).isTrue();
        assertThat(ExitCode.passes(new Ending.Unreachable(""), false)).isFalse();
        assertThat(ExitCode.passes(sentOff("kicked"), true)).isFalse();
        assertThat(ExitCode.passes(new Ending.Nonsense(""), true)).isFalse();
    }

    @Test
    void whoIsNotLetInMayGoElsewhereUnlessTheOperatorWantsThemGone() {
        assertThat(ExitCode.leavesChoice(new Ending.Unreachable(""))).isTrue();
        assertThat(ExitCode.leavesChoice(turnedAway("password-wrong"))).isTrue();
        assertThat(ExitCode.leavesChoice(new Ending.Nonsense(""))).isTrue();
        assertThat(ExitCode.leavesChoice(turnedAway("banned"))).isFalse();
        assertThat(ExitCode.leavesChoice(sentOff("kicked"))).isFalse();
    }
}
