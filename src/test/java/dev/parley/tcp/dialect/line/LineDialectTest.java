package dev.parley.tcp.dialect.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.InMemoryHistory;
import dev.parley.chat.session.CloseCause;
import dev.parley.chat.session.TestChatServer;
import dev.parley.tcp.OpenPort;
import dev.parley.tcp.TestClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a recorded dialogue cannot show: days that pass, readers that fall behind, programs that negotiate. */
class LineDialectTest {

    private static final String ALONE = """
            *** You are in lobby. No one else is here yet.
            """;
    private static final String HINT = """
            *** Type to talk. /help lists the commands, /quit leaves.
            """;

    private final List<TestClient> testClients = new ArrayList<>();

    @AfterEach
    void nothingLeaks() {
        testClients.forEach(TestClient::leaksNothing);
    }

    private TestClient testClient(TestChatServer house) {
        TestClient testClient = TestClient.of(house, OpenPort.dialects(house.chatServer));
        testClients.add(testClient);
        return testClient;
    }

    private void announce(TestChatServer house, String text) {
        house.get(house.chatServer.publish(text));
    }

    @Test
    void eachDayOfAReplayIsSaidOnceAndThenWhenItChanges() {
        TestChatServer house = new TestChatServer();
        announce(house, "one");
        announce(house, "two");
        house.pass(Duration.ofDays(1));
        announce(house, "three");
        TestClient ada = testClient(house);

        ada.sends("ada\n");
        assertThat(ada.received()).isEqualTo(ALONE + """
                                --- 2026-11-20 ---
                                *** Server: one
                                *** Server: two
                                --- 2026-11-21 ---
                                *** Server: three
                                """ + HINT);

        announce(house, "four");
        house.pass(Duration.ofDays(1));
        announce(house, "five");
        ada.settle();
        assertThat(ada.received()).isEqualTo("""
                        *** Server: four
                        --- 2026-11-22 ---
                        *** Server: five
                        """);
    }

    @Test
    void fiftyMessagesAreReplayed() {
        TestChatServer house = new TestChatServer();
        IntStream.range(0, 60).forEach(i -> announce(house, "number " + i));
        TestClient ada = testClient(house);

        ada.sends("ada\n");

        assertThat(ada.received()).isEqualTo(ALONE + "--- 2026-11-20 ---\n" + numbers(10, 60) + HINT);
    }

    @Test
    void whoFallsFarBehindHearsEverythingOnceAndInOrder() {
        TestChatServer house = new TestChatServer();
        TestClient ada = testClient(house);
        ada.sends("ada\n");
        ada.received();
        ada.takesNothing();
        IntStream.range(0, 10_000).forEach(i -> announce(house, "number " + i));
        ada.settle();

        ada.takesAgain();

        assertThat(ada.received()).isEqualTo(numbers(0, 10_000));
    }

    @Test
    void whatIsNoLongerKeptIsSaidToBeMissing() {
        Clock clock = Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC);
        InMemoryHistory history = new InMemoryHistory(clock, Duration.ofDays(30), 5);
        TestChatServer house = new TestChatServer(TestChatServer.RULES, history);
        TestClient ada = testClient(house);
        ada.sends("ada\n");
        ada.received();
        ada.takesNothing();
        IntStream.range(0, 10_000).forEach(i -> announce(house, "number " + i));
        history.prune(clock.instant());
        ada.settle();

        ada.takesAgain();

        assertThat(ada.received())
                .isEqualTo("*** Some messages are missing here: they are no longer kept.\n" + numbers(9_995, 10_000));
    }

    @Test
    void inACrowdTwentyAreNamedAndTheOthersCounted() {
        TestChatServer house = new TestChatServer();
        IntStream.range(0, 129).forEach(i -> house.inLobby("p" + i));
        TestClient ada = testClient(house);

        ada.sends("ada\n");

        String named = IntStream.range(0, 20).mapToObj(i -> "p" + i).collect(Collectors.joining(", "));
        assertThat(ada.received())
                .isEqualTo("*** You are in lobby. 130 people are here: " + named
                        + " and 110 more. /who lists them all.\n" + HINT);
    }

    @Test
    void joinsAndLeavesOfACrowdComeTogether() {
        TestChatServer house = new TestChatServer();
        List<TestChatServer.TestSession> testSessions =
                IntStream.range(0, 120).mapToObj(i -> house.inLobby("p" + i)).toList();
        house.pass(Duration.ofSeconds(2));
        TestClient ada = testClient(house);
        ada.sends("ada\n");
        house.pass(Duration.ofSeconds(2));
        ada.settle();
        ada.received();

        house.inLobby("new");
        testSessions.get(0).session().close(CloseCause.QUIT);
        ada.settle();
        assertThat(ada.received()).isEmpty();
        house.pass(Duration.ofSeconds(2));
        ada.settle();

        assertThat(ada.received()).isEqualTo("12:00 --> new joined lobby\n12:00 <-- p0 left\n");
    }

    @Test
    void aTelnetThatAsksWhetherItWasUnderstoodIsAnswered() {
        TestChatServer house = new TestChatServer();
        TestClient ada = testClient(house);
        ada.sends(new byte[] {(byte) 0xFF, (byte) 0xFD, 6});
        ada.sends("ada\n");
        assertThat(ada.received()).isEqualTo(ALONE + HINT);

        ada.sends(new byte[] {(byte) 0xFF, (byte) 0xF4, (byte) 0xFF, (byte) 0xFD, 6});

        assertThat(ada.receivedBytes()).containsExactly(0xFF, 0xFB, 6);
    }

    @Test
    void theTopicIsSaid() {
        TestChatServer house = new TestChatServer();
        TestClient ada = testClient(house);
        ada.sends("ada\n");
        ada.received();

        house.get(house.chatServer.roomRegistry().all().get(0).setTopic("tea", house.chatServer.operator()));
        ada.settle();
        assertThat(ada.received()).isEqualTo("12:00 --- Server set the topic: tea\n");

        house.get(house.chatServer.roomRegistry().all().get(0).setTopic("", house.chatServer.operator()));
        ada.settle();
        assertThat(ada.received()).isEqualTo("12:00 --- Server removed the topic\n");
    }

    @Test
    void theOthersHearANewNameAndItsBearerIsAnswered() {
        TestChatServer house = new TestChatServer();
        TestClient ada = testClient(house);
        ada.sends("ada\n");
        TestClient bob = testClient(house);
        bob.sends("bob\n");
        ada.settle();
        ada.received();
        bob.received();

        bob.sends("/nick rob\n");
        ada.settle();

        assertThat(ada.received()).isEqualTo("12:00 --- bob is now rob\n");
        assertThat(bob.received()).isEqualTo("*** You are rob now.\n");
    }

    private static String numbers(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "*** Server: number " + i + "\n")
                .collect(Collectors.joining());
    }
}
