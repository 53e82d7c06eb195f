package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.session.ClientDisconnect;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientExitCodeTest {

    private static ClientDisconnect refused(String code) {
        return new ClientDisconnect.Refused(code, "", List.of());
    }

    private static ClientDisconnect closedByServer(String code) {
        return new ClientDisconnect.ClosedByServer(code, "", Duration.ZERO);
    }

    @Test
    void eachDisconnectHasItsExitCode() {
        assertThat(ExitCode.of(new ClientDisconnect.Unreachable(""))).isEqualTo(3);
        assertThat(ExitCode.of(refused("name-taken"))).isEqualTo(4);
        assertThat(ExitCode.of(refused("muted"))).isEqualTo(4);
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
        assertThat(ExitCode.isTemporary(new ClientDisconnect.Lost(""), true)).isTrue();
        assertThat(ExitCode.isTemporary(closedByServer("too-slow"), true)).isTrue();
        assertThat(ExitCode.isTemporary(refused("shutting-down"), true)).isTrue();
        assertThat(ExitCode.isTemporary(new ClientDisconnect.Unreachable(""), true))
                .isTrue();
        assertThat(ExitCode.isTemporary(new ClientDisconnect.Unreachable(""), false))
                .isFalse();
        assertThat(ExitCode.isTemporary(closedByServer("kicked"), true)).isFalse();
        assertThat(ExitCode.isTemporary(new ClientDisconnect.ProtocolError(""), true))
                .isFalse();
    }
}
