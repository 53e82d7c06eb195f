package dev.parley.client;

import static dev.parley.client.AfterDisconnect.ASK_LOGIN_AGAIN;
import static dev.parley.client.AfterDisconnect.ASK_NICKNAME;
import static dev.parley.client.AfterDisconnect.EXIT;
import static dev.parley.client.AfterDisconnect.RECONNECT;
import static dev.parley.client.AfterDisconnect.STAY_OFFLINE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.session.ClientDisconnect;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AfterDisconnectTest {

    private static ClientDisconnect refused(String code) {
        return new ClientDisconnect.Refused(code, "", List.of());
    }

    private static ClientDisconnect closedByServer(String code) {
        return new ClientDisconnect.ClosedByServer(code, "", Duration.ZERO);
    }

    /** Returns the step at the first server, after a login. */
    private static AfterDisconnect online(ClientDisconnect disconnect) {
        return AfterDisconnect.of(disconnect, true, true);
    }

    /** Returns the step at another server than the first one, before a login. */
    private static AfterDisconnect elsewhere(ClientDisconnect disconnect) {
        return AfterDisconnect.of(disconnect, false, false);
    }

    @Test
    void refusedNicknameIsAskedForAgain() {
        assertThat(online(refused("name-taken"))).isEqualTo(ASK_NICKNAME);
        assertThat(elsewhere(refused("muted"))).isEqualTo(ASK_NICKNAME);
    }

    @Test
    void requestedEndIsFollowedByAQuestion() {
        assertThat(online(closedByServer("quit"))).isEqualTo(ASK_LOGIN_AGAIN);
        assertThat(online(closedByServer("sent-off"))).isEqualTo(ASK_LOGIN_AGAIN);
        assertThat(online(closedByServer("too-many-sessions"))).isEqualTo(ASK_LOGIN_AGAIN);
    }

    @Test
    void lostConnectionIsOpenedAgain() {
        assertThat(online(new ClientDisconnect.Lost(""))).isEqualTo(RECONNECT);
        assertThat(online(new ClientDisconnect.Unreachable(""))).isEqualTo(RECONNECT);
        assertThat(elsewhere(new ClientDisconnect.Lost(""))).isEqualTo(RECONNECT);
    }

    @Test
    void firstServerThatCannotBeUsedEndsTheClient() {
        assertThat(AfterDisconnect.of(new ClientDisconnect.Unreachable(""), false, true))
                .isEqualTo(EXIT);
        assertThat(online(refused("password-wrong"))).isEqualTo(EXIT);
        assertThat(online(closedByServer("kicked"))).isEqualTo(EXIT);
    }

    @Test
    void otherServersMayBeTriedUnlessTheOperatorRemovedTheUser() {
        assertThat(elsewhere(new ClientDisconnect.Unreachable(""))).isEqualTo(STAY_OFFLINE);
        assertThat(elsewhere(refused("password-wrong"))).isEqualTo(STAY_OFFLINE);
        assertThat(elsewhere(new ClientDisconnect.ProtocolError(""))).isEqualTo(STAY_OFFLINE);
        assertThat(elsewhere(refused("banned"))).isEqualTo(EXIT);
        assertThat(elsewhere(closedByServer("kicked"))).isEqualTo(EXIT);
    }
}
