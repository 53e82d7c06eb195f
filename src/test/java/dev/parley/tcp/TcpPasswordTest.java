package dev.parley.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ServerPassword;
import dev.parley.chat.session.LoginThrottle;
import dev.parley.chat.session.TestChatServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a password has to be known. */
class TcpPasswordTest {

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final String WRONG = "*** That is not this server's password. Ask whoever runs it.";

    private final TestChatServer house = new TestChatServer();
    private final AtomicLong time = new AtomicLong();
    private final LoginThrottle loginThrottle = new LoginThrottle(new ServerPassword("open sesame"), time::get);
    private final List<TestClient> testClients = new ArrayList<>();

    @AfterEach
    void nothingLeaks() {
        testClients.forEach(TestClient::leaksNothing);
    }

    private void waits(TestClient testClient, Duration so) {
        time.addAndGet(so.toNanos());
        testClient.waits(so);
    }

    private TestClient testClient() {
        TestClient testClient = TestClient.of(house, OpenPort.dialects(house.chatServer, loginThrottle));
        testClients.add(testClient);
        return testClient;
    }

    @Test
    void aPersonIsAskedForItAndThenForTheName() {
        TestClient ada = testClient();
        ada.waits(PAUSE);
        assertThat(ada.received()).isEqualTo("Welcome to Parley. Password?\n");

        ada.sends("open sesame\n");
        assertThat(ada.received()).isEqualTo("Your name?\n");
        ada.sends("ada\n");

        assertThat(ada.received()).startsWith("*** You are in lobby.");
    }

    @Test
    void aPipeMayHoldAllInOnePiece() {
        TestClient ada = testClient();
        ada.sends("open sesame\nada\nhello\n/quit\n");

        assertThat(ada.received())
                .startsWith("Your name?\n*** You are in lobby.")
                .endsWith("*** Goodbye.\n");
    }

    @Test
    void whoGuessesWrongWaitsAndMayGuessTwiceMore() {
        TestClient eve = testClient();
        eve.sends("sesame\n");
        waits(eve, PAUSE.minusMillis(1));
        assertThat(eve.received()).isEmpty();
        waits(eve, Duration.ofMillis(1));
        assertThat(eve.received()).isEqualTo(WRONG + " Password?\n");

        eve.sends("Open Sesame\neve\n");
        waits(eve, PAUSE);
        waits(eve, PAUSE);

        assertThat(eve.received()).isEqualTo(WRONG + " Password?\n" + WRONG + "\n");
        assertThat(eve.isClosed()).isTrue();
        assertThat(house.chatServer.userCount()).isZero();
    }

    @Test
    void whoGuessesByManyConnectionsIsNoFaster() {
        TestClient first = testClient();
        first.sends("sesame\n");
        TestClient second = testClient();
        second.sends("open sesame\n");

        assertThat(second.received()).isEmpty();
        waits(second, PAUSE);
        assertThat(second.received()).isEqualTo("Your name?\n");
    }

    @Test
    void stompWaitsItsTurnAsWell() {
        TestClient first = testClient();
        first.sends("sesame\n");
        TestClient second = testClient();
        second.sends("CONNECT\naccept-version:1.2\nlogin:bob\npasscode:open sesame\n\n\0");

        assertThat(second.received()).isEmpty();
        waits(second, PAUSE);
        assertThat(second.received()).startsWith("CONNECTED");
    }

    @Test
    void whoDoesNotKnowItMayLeave() {
        TestClient eve = testClient();
        eve.sends("/quit\n");

        assertThat(eve.received()).isEqualTo("*** Goodbye.\n");
        assertThat(eve.isClosed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3         bob", "bob> hi\0", "bob", "bobSEND_HANDLE"})
    void whoCannotBeAskedIsToldSoOnceAndSentOff(String opening) {
        TestClient bob = testClient();
        bob.sends(opening);
        for (int i = 0; i < 20; i++) {
            bob.waits(Duration.ofMillis(50));
        }

        assertThat(bob.received())
                .containsOnlyOnce("This server requires a password, which this client cannot send.")
                .contains("Server");
        assertThat(bob.isClosed()).isTrue();
        assertThat(house.chatServer.userCount()).isZero();
    }
}
