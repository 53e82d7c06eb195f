package dev.parley.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ServerPassword;
import dev.parley.chat.session.LoginThrottle;
import dev.parley.chat.session.TestChatServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the login over TCP with a server password. */
class TcpPasswordTest {

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final String WRONG = "*** This is not the server password. Ask the operator.";

    private final TestChatServer server = new TestChatServer();
    private final LoginThrottle loginThrottle =
            new LoginThrottle(new ServerPassword("open sesame"), server.scheduler, server.scheduler::nanoTime);
    private final List<TestClient> testClients = new ArrayList<>();

    @AfterEach
    void assertNoLeaks() {
        testClients.forEach(TestClient::assertNoLeaks);
    }

    private void advanceTime(TestClient testClient, Duration duration) {
        server.advanceTime(duration);
        testClient.advanceTime(duration);
    }

    private TestClient testClient() {
        TestClient testClient = TestClient.of(server, OpenPort.dialects(server.chatServer, loginThrottle));
        testClients.add(testClient);
        return testClient;
    }

    @Test
    void passwordIsPromptedBeforeTheNickname() {
        TestClient ada = testClient();
        ada.advanceTime(PAUSE);
        assertThat(ada.received()).isEqualTo("Welcome to Parley. Password?\n");

        ada.send("open sesame\n");
        assertThat(ada.received()).isEqualTo("Your name?\n");
        ada.send("ada\n");

        assertThat(ada.received()).startsWith("*** You are in lobby.");
    }

    @Test
    void pipeMaySendPasswordNicknameAndMessagesAtOnce() {
        TestClient ada = testClient();
        ada.send("open sesame\nada\nhello\n/quit\n");

        assertThat(ada.received())
                .startsWith("Your name?\n*** You are in lobby.")
                .endsWith("*** Goodbye.\n");
    }

    @Test
    void wrongPasswordIsDelayedAndLimitedToThreeAttempts() {
        TestClient eve = testClient();
        eve.send("sesame\n");
        advanceTime(eve, PAUSE.minusMillis(1));
        assertThat(eve.received()).isEmpty();
        advanceTime(eve, Duration.ofMillis(1));
        assertThat(eve.received()).isEqualTo(WRONG + " Password?\n");

        eve.send("Open Sesame\neve\n");
        advanceTime(eve, PAUSE);
        advanceTime(eve, PAUSE);

        assertThat(eve.received()).isEqualTo(WRONG + " Password?\n" + WRONG + "\n");
        assertThat(eve.isClosed()).isTrue();
        assertThat(server.chatServer.userCount()).isZero();
    }

    @Test
    void attemptsOverSeveralConnectionsAreThrottledTogether() {
        TestClient first = testClient();
        first.send("sesame\n");
        TestClient second = testClient();
        second.send("open sesame\n");

        assertThat(second.received()).isEmpty();
        advanceTime(second, PAUSE);
        assertThat(second.received()).isEqualTo("Your name?\n");
    }

    @Test
    void stompLoginIsThrottledToo() {
        TestClient first = testClient();
        first.send("sesame\n");
        TestClient second = testClient();
        second.send("CONNECT\naccept-version:1.2\nlogin:bob\npasscode:open sesame\n\n\0");

        assertThat(second.received()).isEmpty();
        advanceTime(second, PAUSE);
        assertThat(second.received()).startsWith("CONNECTED");
    }

    /** Logs in with the password, creates a private room and an invitation to it, and returns the link. */
    private String invite() {
        TestClient ada = testClient();
        ada.send("open sesame\nada\n/private tea\n/join tea\n/invite tea 1\n");
        return ada.received()
                .lines()
                .map(line -> line.replace("*** ", ""))
                .filter(line -> line.contains("#invite="))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void invitationOrItsSecretLogsInWithoutThePasswordAndEntersItsPrivateRoom(boolean whole) {
        String link = invite();
        TestClient bob = testClient();
        bob.send((whole ? link : link.substring(link.indexOf('=', link.indexOf('#')) + 1)) + "\nbob\n");

        assertThat(bob.received())
                .startsWith("Your name?\n*** You are in lobby.")
                .contains("*** You are in tea.");
        TestClient eve = testClient();
        eve.send("open sesame\neve\n/join tea\n");
        assertThat(eve.received()).contains("tea is a private room.").doesNotContain("You are in tea");
    }

    @Test
    void wrongInvitationIsRefusedLikeAWrongPassword() {
        String link = invite();
        String wrong = link.substring(0, link.length() - 3) + "AAA";
        TestClient bob = testClient();
        bob.send(wrong + "\n");
        advanceTime(bob, PAUSE);
        assertThat(bob.received())
                .startsWith("*** This invitation is not valid any more.")
                .endsWith("Password?\n");
        bob.send(wrong + "\n" + wrong + "\n");
        advanceTime(bob, PAUSE);
        advanceTime(bob, PAUSE);
        assertThat(bob.isClosed()).isTrue();
    }

    @Test
    void stompClientMaySendAnInvitationAsThePasscode() {
        String link = invite();
        TestClient bob = testClient();
        bob.send("CONNECT\naccept-version:1.0\nlogin:bob\npasscode:" + link.substring(link.indexOf('#')) + "\n\n\0");
        assertThat(bob.received()).startsWith("CONNECTED");
    }

    @Test
    void quitIsPossibleAtThePasswordPrompt() {
        TestClient eve = testClient();
        eve.send("/quit\n");

        assertThat(eve.received()).isEqualTo("*** Goodbye.\n");
        assertThat(eve.isClosed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3         bob", "bob> hi\0", "bob", "bobSEND_HANDLE"})
    void clientWithoutPasswordSupportReceivesOneNoticeAndIsDisconnected(String opening) {
        TestClient bob = testClient();
        bob.send(opening);
        for (int i = 0; i < 20; i++) {
            bob.advanceTime(Duration.ofMillis(50));
        }

        assertThat(bob.received())
                .containsOnlyOnce("This server requires a password, which this client cannot send.")
                .contains("Server");
        assertThat(bob.isClosed()).isTrue();
        assertThat(server.chatServer.userCount()).isZero();
    }
}
