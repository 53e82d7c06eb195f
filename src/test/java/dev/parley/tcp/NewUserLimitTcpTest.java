package dev.parley.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ServerPassword;
import dev.parley.chat.room.AdmissionLimits;
import dev.parley.chat.room.AdmissionLimits.PerAddress;
import dev.parley.chat.session.LoginThrottle;
import dev.parley.chat.session.TestChatServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that each TCP dialect reports the limit of new users and closes the connection. */
class NewUserLimitTcpTest {

    private static final String SENTENCE = "Too many new users log in from your address. Try again in 60 seconds.";

    private final TestChatServer server = new TestChatServer(
            TestChatServer.RULES.withAdmission(new AdmissionLimits(0, 0, new PerAddress(1, false), PerAddress.NONE)),
            null);

    private TestClient connect() {
        return TestClient.of(
                server,
                OpenPort.dialects(
                        server.chatServer,
                        new LoginThrottle(new ServerPassword(""), server.scheduler, server.scheduler::nanoTime)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bob\n",
                "3         bob",
                "bob: hello\n",
                "CONNECT\naccept-version:1.2\nhost:parley\nlogin:bob\n\n\0"
            })
    void secondNewUserReceivesTheSentenceAndIsDisconnected(String login) {
        TestClient ada = connect();
        ada.send("ada\n");
        assertThat(ada.received()).startsWith("*** You are in lobby.");

        TestClient bob = connect();
        bob.send(login);

        assertThat(bob.received()).contains(SENTENCE);
        assertThat(bob.isClosed()).isTrue();
        assertThat(server.isOnline("bob")).isFalse();
        assertThat(ada.isClosed()).isFalse();
    }

    @Test
    void userWhoLogsOutAndInAgainIsNew() {
        TestClient ada = connect();
        ada.send("ada\n/quit\n");
        TestClient again = connect();
        again.send("ada\n");
        assertThat(again.received()).contains(SENTENCE);
    }
}
