package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.session.ClientDisconnect;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientExitCodeTest {

    private static ClientDisconnect refused(String code) {
        return new ClientDisconnect.Refused(code, "", List.of());
    }

    private static ClientDisconnect closedByServer(String code) {
        return new ClientDisconnect.ClosedByServer(code, "");
    }

    @Test
    void eachDisconnectHasItsExitCode() {
        assertThat(ExitCode.of(new ClientDisconnect.Unreachable(""))).isEqualTo(3);
        assertThat(ExitCode.of(refused("name-taken"))).isEqualTo(4);
        assertThat(ExitCode.of(refused("banned"))).isEqualTo(5);
        assertThat(ExitCode.of(refused("full"))).isEqualTo(3);
        assertThat(ExitCode.of(refused("password-wrong"))).isEqualTo(1);
        assertThat(ExitCode.of(closedByServer("kicked"))).isEqualTo(5);
        assertThat(ExitCode.of(closedByServer("quit"))).isZero();
        assertThat(ExitCode.of(closedByServer("too-many-sessions"))).isEqualTo(6);
        assertThat(ExitCode.of(closedByServer("malformed"))).isEqualTo(7);
        assertThat(ExitCode.of(new ClientDisconnect.Lost(""))).isEqualTo(6);
        assertThat(ExitCode.of(new ClientDisconnect.ProtocolError(""))).isEqualTo(7);
    }

    @Test
    void reconnectIsTriedAfterTemporaryFailuresOnly() {
        assertThat(ExitCode.passes(new ClientDisconnect.Lost(""), true)).isTrue();
        assertThat(ExitCode.passes(closedByServer("too-slow"), true)).isTrue();
        assertThat(ExitCode.passes(refused("shutting-down"), true)).isTrue();
        assertThat(ExitCode.passes(new ClientDisconnect.Unreachable(""), true)).isTrue();
        assertThat(ExitCode.passes(new ClientDisconnect.Unreachable(""), false)).isFalse();
        assertThat(ExitCode.passes(closedByServer("kicked"), true)).isFalse();
        assertThat(ExitCode.passes(new ClientDisconnect.ProtocolError(""), true))
                .isFalse();
    }

    @Test
    void otherServersMayBeTriedUnlessTheOperatorRemovedTheUser() {
        assertThat(ExitCode.leavesChoice(new ClientDisconnect.Unreachable(""))).isTrue();
        assertThat(ExitCode.leavesChoice(refused("password-wrong"))).isTrue();
        assertThat(ExitCode.leavesChoice(new ClientDisconnect.ProtocolError("")))
                .isTrue();
        assertThat(ExitCode.leavesChoice(refused("banned"))).isFalse();
        assertThat(ExitCode.leavesChoice(closedByServer("kicked"))).isFalse();
    }
}
