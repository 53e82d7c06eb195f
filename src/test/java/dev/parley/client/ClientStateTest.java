package dev.parley.client;

import static dev.parley.client.ClientState.ASKING_LOGIN_AGAIN;
import static dev.parley.client.ClientState.ASKING_NICKNAME;
import static dev.parley.client.ClientState.ASKING_RECONNECT;
import static dev.parley.client.ClientState.CONNECTING;
import static dev.parley.client.ClientState.EXITED;
import static dev.parley.client.ClientState.EXITING;
import static dev.parley.client.ClientState.LOGGED_IN;
import static dev.parley.client.ClientState.LOGGING_OUT;
import static dev.parley.client.ClientState.OFFLINE;
import static dev.parley.client.ClientState.RECONNECTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks the legal and illegal transitions against the table in the documentation of the class. */
class ClientStateTest {

    private static final Map<ClientState, Set<ClientState>> LEGAL = Map.of(
            OFFLINE, Set.of(ASKING_NICKNAME, CONNECTING, LOGGING_OUT, EXITING),
            ASKING_NICKNAME, Set.of(CONNECTING, LOGGING_OUT, EXITING),
            CONNECTING,
                    Set.of(
                            CONNECTING,
                            LOGGED_IN,
                            ASKING_NICKNAME,
                            ASKING_RECONNECT,
                            ASKING_LOGIN_AGAIN,
                            OFFLINE,
                            LOGGING_OUT,
                            EXITING,
                            EXITED),
            LOGGED_IN, Set.of(CONNECTING, ASKING_RECONNECT, ASKING_LOGIN_AGAIN, OFFLINE, LOGGING_OUT, EXITING, EXITED),
            ASKING_RECONNECT, Set.of(RECONNECTING, LOGGING_OUT, EXITING),
            RECONNECTING,
                    Set.of(
                            RECONNECTING,
                            LOGGED_IN,
                            ASKING_NICKNAME,
                            ASKING_RECONNECT,
                            ASKING_LOGIN_AGAIN,
                            OFFLINE,
                            LOGGING_OUT,
                            EXITING,
                            EXITED),
            LOGGING_OUT, Set.of(ASKING_LOGIN_AGAIN, OFFLINE, CONNECTING, EXITING),
            ASKING_LOGIN_AGAIN, Set.of(LOGGING_OUT, CONNECTING, EXITING),
            EXITING, Set.of(EXITED),
            EXITED, Set.of());

    @ParameterizedTest
    @EnumSource
    void legalTransitionsLeadToTheNextState(ClientState state) {
        for (ClientState next : LEGAL.get(state)) {
            assertThat(state.allows(next)).as("%s to %s", state, next).isTrue();
            assertThat(state.to(next)).isEqualTo(next);
        }
    }

    @ParameterizedTest
    @EnumSource
    void illegalTransitionsAreRejected(ClientState state) {
        Set<ClientState> illegal = EnumSet.allOf(ClientState.class);
        illegal.removeAll(LEGAL.get(state));
        for (ClientState next : illegal) {
            assertThat(state.allows(next)).as("%s to %s", state, next).isFalse();
            assertThatThrownBy(() -> state.to(next))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(state.toString())
                    .hasMessageContaining(next.toString());
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyStateIsReached(ClientState state) {
        List<ClientState> before = Arrays.stream(ClientState.values())
                .filter(other -> other.allows(state))
                .toList();
        assertThat(before).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"LOGGING_OUT", "EXITING", "EXITED"})
    void commandsThatConnectAreRejectedWhileLeaving(ClientState state) {
        assertThat(state.isLeaving()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = "ASKING_.*|RECONNECTING")
    void statesWithAQuestionReadAnswers(ClientState state) {
        assertThat(state.prompt()).isEqualTo(Prompt.Kind.QUESTION);
    }
}
