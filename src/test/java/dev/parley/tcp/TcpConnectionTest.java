package dev.parley.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.chat.session.TestChatServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long a connection may take, how much it may send, and what it is spared. */
class TcpConnectionTest {

    private final TestChatServer house = new TestChatServer();
    private final List<TestClient> testClients = new ArrayList<>();

    @AfterEach
    void nothingLeaks() {
        testClients.forEach(TestClient::leaksNothing);
    }

    private TestClient testClient() {
        return add(TestClient.of(house, OpenPort.dialects(house.chatServer)));
    }

    private TestClient add(TestClient testClient) {
        testClients.add(testClient);
        return testClient;
    }

    private TestClient inLobby(String name) {
        TestClient testClient = testClient();
        testClient.sends(name + "\n");
        assertThat(testClient.received()).startsWith("*** You are in lobby.");
        return testClient;
    }

    @Test
    void whoGivesNoNameWithinTenSecondsIsSentOff() {
        TestClient testClient = testClient();
        testClient.sends("hm hm");
        testClient.waits(Duration.ofMillis(9_999));
        assertThat(testClient.isClosed()).isFalse();

        testClient.waits(Duration.ofMillis(1));

        assertThat(testClient.received()).isEqualTo("You gave no name in time. Connect again when you like.\n");
        assertThat(testClient.isClosed()).isTrue();
    }

    @Test
    void aPersonAtThePromptHasTwoMinutes() {
        TestClient testClient = testClient();
        testClient.waits(Duration.ofSeconds(1));
        assertThat(testClient.received()).contains("Your name?");
        testClient.waits(Duration.ofMillis(119_999));
        assertThat(testClient.isClosed()).isFalse();

        testClient.waits(Duration.ofMillis(1));

        assertThat(testClient.isClosed()).isTrue();
    }

    @Test
    void beingAskedAgainGivesNoMoreTime() {
        TestClient testClient = testClient();
        testClient.sends("Server\n");
        testClient.waits(Duration.ofSeconds(100));
        testClient.sends("admin\n");
        assertThat(testClient.isClosed()).isFalse();

        testClient.waits(Duration.ofSeconds(20));

        assertThat(testClient.isClosed()).isTrue();
    }

    @Test
    void whoHasANameMaySayNothingForEver() {
        TestClient testClient = inLobby("ada");

        testClient.waits(Duration.ofDays(1));

        assertThat(testClient.isClosed()).isFalse();
    }

    @Test
    void whoeverEndsTheNameIsFreeAtOnce() {
        inLobby("ada").hangsUp();
        inLobby("ada").breaks();
        inLobby("ada").sends("/quit\n");
        inLobby("ada");
    }

    @Test
    void othersAreToldHowSomebodyLeft() {
        TestClient bob = inLobby("bob");
        TestClient ada = inLobby("ada");
        TestClient eve = inLobby("eve");
        bob.settle();
        bob.received();

        ada.hangsUp();
        eve.breaks();
        bob.settle();

        assertThat(bob.received()).isEqualTo("12:00 <-- ada left\n12:00 <-- eve left (connection lost)\n");
    }

    @Test
    void whoBreaksWhileBeingLetInLeavesNoGhost() {
        TestClient ada = testClient();
        ada.sendsAndGoes("ada\n");

        assertThat(house.chatServer.users()).isEmpty();
        inLobby("ada");
    }

    @Test
    void aLineThatIsTooLongForThePortEndsTheConnection() {
        TestClient ada = inLobby("ada");
        ada.sends("x".repeat(64 * 1024));
        assertThat(ada.isClosed()).isFalse();

        ada.sends("x");

        assertThat(ada.isClosed()).isTrue();
        assertThat(ada.received())
                .isEqualTo("*** Received 64 KiB without the end of a message. The connection is closed.\n");
        assertThat(house.chatServer.users()).isEmpty();
    }

    @Test
    void whatDoesNotTakeAnythingIsOfferedNothingAndThenAllOfIt() {
        TestClient ada = inLobby("ada");
        ada.takesNothing();
        for (int i = 1; i <= 3; i++) {
            house.get(house.chatServer.publish("number " + i));
        }
        ada.settle();
        assertThat(ada.received()).isEmpty();

        ada.takesAgain();

        assertThat(ada.received()).isEqualTo("*** Server: number 1\n*** Server: number 2\n*** Server: number 3\n");
    }

    @Test
    void whoTakesNothingIsNotReadEither() {
        TestClient ada = inLobby("ada");
        ada.takesNothing();
        ada.sends("/help who\nheard later\n");
        assertThat(ada.received()).isEmpty();
        assertThat(house.get(house.chatServer.roomRegistry().all().get(0).last(1)))
                .isEmpty();

        ada.takesAgain();

        assertThat(ada.received()).contains("/who");
        assertThat(house.get(house.chatServer.roomRegistry().all().get(0).last(1)))
                .hasSize(1);
    }

    @Test
    void whoTakesNothingWhileManyHaveAWordWithItIsCut() {
        TestClient ada = inLobby("ada");
        TestChatServer.TestSession bob = house.inLobby("bob");
        ada.takesNothing();
        for (int i = 0; i < 64; i++) {
            bob.session().sendDirect("ada", "psst");
        }
        ada.settle();
        assertThat(ada.isClosed()).isFalse();

        bob.session().sendDirect("ada", "psst");
        ada.settle();

        assertThat(ada.isClosed()).isTrue();
    }

    @Test
    void aFlooderKeepsNobodyElseOut() {
        ConnectionLimiter connectionLimiter = new ConnectionLimiter(20, 8);
        List<TestClient> flood = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            flood.add(
                    add(new TestClient(house, OpenPort.dialects(house.chatServer), connectionLimiter, "203.0.113.9")));
        }
        TestClient other =
                add(new TestClient(house, OpenPort.dialects(house.chatServer), connectionLimiter, "198.51.100.7"));

        assertThat(flood.stream().filter(testClient -> !testClient.isClosed())).hasSize(8);
        assertThat(flood.get(63).received())
                .isEqualTo("There are too many connections from your address. Close one and try again.\n");
        other.sends("ada\n");
        assertThat(other.received()).startsWith("*** You are in lobby.");
        assertThat(connectionLimiter.open()).isEqualTo(9);
    }

    @Test
    void loopbackHasNoLimitOfItsOwnButTheHouseMayBeFull() {
        ConnectionLimiter connectionLimiter = new ConnectionLimiter(2, 1);
        TestClient first =
                add(new TestClient(house, OpenPort.dialects(house.chatServer), connectionLimiter, "127.0.0.1"));
        add(new TestClient(house, OpenPort.dialects(house.chatServer), connectionLimiter, "127.0.0.1"));
        TestClient third =
                add(new TestClient(house, OpenPort.dialects(house.chatServer), connectionLimiter, "127.0.0.1"));
        assertThat(third.received()).isEqualTo("The server is full. Try again in a while.\n");
        assertThat(third.isClosed()).isTrue();

        first.hangsUp();

        assertThat(add(new TestClient(house, OpenPort.dialects(house.chatServer), connectionLimiter, "127.0.0.1"))
                        .isClosed())
                .isFalse();
    }
}
