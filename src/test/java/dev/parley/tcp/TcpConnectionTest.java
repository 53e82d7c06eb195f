package dev.parley.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.AdmissionLimits;
import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.chat.session.ConnectionRateLimiter;
import dev.parley.chat.session.TestChatServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Checks timeouts, limits and backpressure of a TCP connection. */
class TcpConnectionTest {

    private final TestChatServer server = new TestChatServer();
    private final List<TestClient> testClients = new ArrayList<>();

    @AfterEach
    void assertNoLeaks() {
        testClients.forEach(TestClient::assertNoLeaks);
    }

    private TestClient testClient() {
        return add(TestClient.of(server, OpenPort.dialects(server.chatServer)));
    }

    private TestClient add(TestClient testClient) {
        testClients.add(testClient);
        return testClient;
    }

    private TestClient joinLobby(String name) {
        TestClient testClient = testClient();
        testClient.send(name + "\n");
        assertThat(testClient.received()).startsWith("*** You are in lobby.");
        return testClient;
    }

    @Test
    void clientWithoutNicknameIsDisconnectedAfterTenSeconds() {
        TestClient testClient = testClient();
        testClient.send("hm hm");
        testClient.advanceTime(Duration.ofMillis(9_999));
        assertThat(testClient.isClosed()).isFalse();

        testClient.advanceTime(Duration.ofMillis(1));

        assertThat(testClient.received()).isEqualTo("You did not enter a name in time. Reconnect to try again.\n");
        assertThat(testClient.isClosed()).isTrue();
    }

    @Test
    void promptedClientHasTwoMinutes() {
        TestClient testClient = testClient();
        testClient.advanceTime(Duration.ofSeconds(1));
        assertThat(testClient.received()).contains("Your name?");
        testClient.advanceTime(Duration.ofMillis(119_999));
        assertThat(testClient.isClosed()).isFalse();

        testClient.advanceTime(Duration.ofMillis(1));

        assertThat(testClient.isClosed()).isTrue();
    }

    @Test
    void secondPromptDoesNotExtendTheTimeout() {
        TestClient testClient = testClient();
        testClient.send("Server\n");
        testClient.advanceTime(Duration.ofSeconds(100));
        testClient.send("admin\n");
        assertThat(testClient.isClosed()).isFalse();

        testClient.advanceTime(Duration.ofSeconds(20));

        assertThat(testClient.isClosed()).isTrue();
    }

    @Test
    void loggedInClientMayStayIdle() {
        TestClient testClient = joinLobby("ada");

        testClient.advanceTime(Duration.ofDays(1));

        assertThat(testClient.isClosed()).isFalse();
    }

    @Test
    void nicknameIsFreeAtOnceAfterAnyKindOfDisconnect() {
        joinLobby("ada").closeOutput();
        joinLobby("ada").reset();
        joinLobby("ada").send("/quit\n");
        joinLobby("ada");
    }

    @Test
    void othersSeeHowTheConnectionEnded() {
        TestClient bob = joinLobby("bob");
        TestClient ada = joinLobby("ada");
        TestClient eve = joinLobby("eve");
        bob.settle();
        bob.received();

        ada.closeOutput();
        eve.reset();
        bob.settle();

        assertThat(bob.received()).isEqualTo("12:00 <-- ada left\n12:00 <-- eve left (connection lost)\n");
    }

    @Test
    void connectionLostDuringLoginLeavesNoUser() {
        TestClient ada = testClient();
        ada.sendAndReset("ada\n");

        assertThat(server.chatServer.users()).isEmpty();
        joinLobby("ada");
    }

    @Test
    void inputBeforeAResetIsProcessed() {
        TestClient bob = joinLobby("bob");
        TestClient ada = testClient();
        ada.sendAndReset("ada\none\ntwo\nthr");
        bob.settle();

        assertThat(bob.received())
                .isEqualTo(
                        "12:00 --> ada joined lobby\n12:00 <ada> one\n12:00 <ada> two\n12:00 <-- ada left (connection lost)\n");
    }

    @Test
    void overlongLineClosesTheConnection() {
        TestClient ada = joinLobby("ada");
        ada.send("x".repeat(64 * 1024));
        assertThat(ada.isClosed()).isFalse();

        ada.send("x");

        assertThat(ada.isClosed()).isTrue();
        assertThat(ada.received())
                .isEqualTo("*** Received 64 KiB without the end of a message. The connection is closed.\n");
        assertThat(server.chatServer.users()).isEmpty();
    }

    @Test
    void unwritableConnectionReceivesAllMessagesOnceItIsWritable() {
        TestClient ada = joinLobby("ada");
        ada.stopReading();
        for (int i = 1; i <= 3; i++) {
            server.get(server.chatServer.publish("number " + i));
        }
        ada.settle();
        assertThat(ada.received()).isEmpty();

        ada.resumeReading();

        assertThat(ada.received()).isEqualTo("*** Server: number 1\n*** Server: number 2\n*** Server: number 3\n");
    }

    @Test
    void clientThatDoesNotReadIsNotReadEither() {
        TestClient ada = joinLobby("ada");
        ada.stopReading();
        ada.send("/help who\nheard later\n");
        assertThat(ada.received()).isEmpty();
        assertThat(server.get(server.chatServer.roomRegistry().all().get(0).last(1)))
                .isEmpty();

        ada.resumeReading();

        assertThat(ada.received()).contains("/who");
        assertThat(server.get(server.chatServer.roomRegistry().all().get(0).last(1)))
                .hasSize(1);
    }

    @Test
    void slowConsumerReceivesAllDirectMessagesLater() {
        TestClient ada = joinLobby("ada");
        TestChatServer.TestSession bob = server.joinLobby("bob");
        ada.received();
        ada.stopReading();
        for (int i = 0; i < 300; i++) {
            server.sendDirect(bob, "ada", "m" + i);
        }
        ada.settle();
        assertThat(ada.isClosed()).isFalse();

        ada.resumeReading();

        assertThat(ada.received().lines().filter(line -> line.contains("[bob -> you]")))
                .hasSize(300)
                .first()
                .asString()
                .endsWith("m0");
    }

    @Test
    void addressLimitDoesNotAffectOtherAddresses() {
        ConnectionLimiter connectionLimiter = new ConnectionLimiter(20, 8);
        List<TestClient> flood = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            flood.add(add(
                    new TestClient(server, OpenPort.dialects(server.chatServer), connectionLimiter, "203.0.113.9")));
        }
        TestClient other =
                add(new TestClient(server, OpenPort.dialects(server.chatServer), connectionLimiter, "198.51.100.7"));

        assertThat(flood.stream().filter(testClient -> !testClient.isClosed())).hasSize(8);
        assertThat(flood.get(63).received())
                .isEqualTo("There are too many connections from your address. Close one and try again.\n");
        other.send("ada\n");
        assertThat(other.received()).startsWith("*** You are in lobby.");
        assertThat(connectionLimiter.open()).isEqualTo(9);
    }

    @Test
    void newConnectionsOfAnAddressHaveALimitPerSecond() {
        ConnectionLimiter connectionLimiter = new ConnectionLimiter(
                0, 0, new ConnectionRateLimiter(new AdmissionLimits.PerAddress(1, false), () -> 0));
        List<Dialect> dialects = OpenPort.dialects(server.chatServer);
        for (int i = 0; i < 4; i++) {
            add(new TestClient(server, dialects, connectionLimiter, "198.51.100.7"))
                    .closeOutput();
        }

        TestClient fifth = add(new TestClient(server, dialects, connectionLimiter, "198.51.100.7"));
        TestClient other = add(new TestClient(server, dialects, connectionLimiter, "198.51.100.8"));

        assertThat(fifth.received())
                .isEqualTo("There are too many connections from your address. Close one and try again.\n");
        assertThat(fifth.isClosed()).isTrue();
        assertThat(other.isClosed()).isFalse();
    }

    @Test
    void loopbackHasNoAddressLimitButTheServerLimitApplies() {
        ConnectionLimiter connectionLimiter = new ConnectionLimiter(2, 1);
        TestClient first =
                add(new TestClient(server, OpenPort.dialects(server.chatServer), connectionLimiter, "127.0.0.1"));
        add(new TestClient(server, OpenPort.dialects(server.chatServer), connectionLimiter, "127.0.0.1"));
        TestClient third =
                add(new TestClient(server, OpenPort.dialects(server.chatServer), connectionLimiter, "127.0.0.1"));
        assertThat(third.received()).isEqualTo("The server is full. Try again later.\n");
        assertThat(third.isClosed()).isTrue();

        first.closeOutput();

        assertThat(add(new TestClient(server, OpenPort.dialects(server.chatServer), connectionLimiter, "127.0.0.1"))
                        .isClosed())
                .isFalse();
    }
}
