package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.session.ClientDisconnect;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientExitCodeTest {

    private static ClientDisconnect turnedAway(String code) {
        return new ClientDisconnect.Refused(code, "", List.of());
    }

    private static ClientDisconnect sentOff(String code) {
        return new ClientDisconnect.ClosedByServer(code, "");
    }

    @Test
    void eachEndHasItsCode() {
        assertThat(ExitCode.of(new ClientDisconnect.Unreachable(""))).isEqualTo(3);
        assertThat(ExitCode.of(turnedAway("name-taken"))).isEqualTo(4);
        assertThat(ExitCode.of(turnedAway("banned"))).isEqualTo(5);
        assertThat(ExitCode.of(turnedAway("full"))).isEqualTo(3);
        assertThat(ExitCode.of(turnedAway("password-wrong"))).isEqualTo(1);
        assertThat(ExitCode.of(sentOff("kicked"))).isEqualTo(5);
        assertThat(ExitCode.of(sentOff("quit"))).isZero();
        assertThat(ExitCode.of(sentOff("replaced"))).isEqualTo(6);
        assertThat(ExitCode.of(sentOff("malformed"))).isEqualTo(7);
        assertThat(ExitCode.of(new ClientDisconnect.Lost(""))).isEqualTo(6);
        assertThat(ExitCode.of(new ClientDisconnect.ProtocolError(""))).isEqualTo(7);
    }

    @Test
    void comingBackHelpsOnlyAgainstWhatPasses() {
        assertThat(ExitCode.isTemporary(new ClientDisconnect.Lost(""), true)).isTrue();
        assertThat(ExitCode.isTemporary(sentOff("too-slow"), true)).isTrue();
        assertThat(ExitCode.isTemporary(turnedAway("shutting-down"), true)).isTrue();
        assertThat(ExitCode.isTemporary(new ClientDisconnect.Unreachable(""), true))
                .isTrue();
        assertThat(ExitCode.isTemporary(new ClientDisconnect.Unreachable(""), false))
                .isFalse();
        assertThat(ExitCode.isTemporary(sentOff("kicked"), true)).isFalse();
        assertThat(ExitCode.isTemporary(new ClientDisconnect.ProtocolError(""), true))
                .isFalse();
    }

    @Test
    void whoIsNotLetInMayGoElsewhereUnlessTheOperatorWantsThemGone() {
        assertThat(ExitCode.allowsAnotherServer(new ClientDisconnect.Unreachable("")))
                .isTrue();
        assertThat(ExitCode.allowsAnotherServer(turnedAway("password-wrong"))).isTrue();
        assertThat(ExitCode.allowsAnotherServer(new ClientDisconnect.ProtocolError("")))
                .isTrue();
        assertThat(ExitCode.allowsAnotherServer(turnedAway("banned"))).isFalse();
        assertThat(ExitCode.allowsAnotherServer(sentOff("kicked"))).isFalse();
    }
}
