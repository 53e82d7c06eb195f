package dev.parley.tcp.dialect.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.InMemoryHistory;
import dev.parley.chat.session.CloseCause;
import dev.parley.chat.session.TestChatServer;
import dev.parley.tcp.OpenPort;
import dev.parley.tcp.SplitInput;
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

/** Tests behaviour that recorded dialogues cannot show: changes of the date, slow readers, telnet commands. */
class LineDialectTest {

    private static final String ALONE = """
            *** You are in lobby. No one else is here yet.
            """;
    private static final String HINT = """
            *** Type to talk. /help lists the commands, /quit leaves.
            """;

    private final List<TestClient> testClients = new ArrayList<>();

    @AfterEach
    void assertNoLeaks() {
        testClients.forEach(TestClient::assertNoLeaks);
    }

    private TestClient testClient(TestChatServer server) {
        TestClient testClient = TestClient.of(server, OpenPort.dialects(server.chatServer));
        testClients.add(testClient);
        return testClient;
    }

    private void announce(TestChatServer server, String text) {
        server.get(server.chatServer.publish(text));
    }

    @Test
    void dateIsShownOncePerDay() {
        TestChatServer server = new TestChatServer();
        announce(server, "one");
        announce(server, "two");
        server.advanceTime(Duration.ofDays(1));
        announce(server, "three");
        TestClient ada = testClient(server);

        ada.send("ada\n");
        assertThat(ada.received()).isEqualTo(ALONE + """
                                --- 2026-11-20 ---
                                *** Server: one
                                *** Server: two
                                --- 2026-11-21 ---
                                *** Server: three
                                """ + HINT);

        announce(server, "four");
        server.advanceTime(Duration.ofDays(1));
        announce(server, "five");
        ada.settle();
        assertThat(ada.received()).isEqualTo("""
                        *** Server: four
                        --- 2026-11-22 ---
                        *** Server: five
                        """);
    }

    @Test
    void fiftyMessagesAreReplayed() {
        TestChatServer server = new TestChatServer();
        IntStream.range(0, 60).forEach(i -> announce(server, "number " + i));
        TestClient ada = testClient(server);

        ada.send("ada\n");

        assertThat(ada.received()).isEqualTo(ALONE + "--- 2026-11-20 ---\n" + numbers(10, 60) + HINT);
    }

    @Test
    void slowReaderReceivesEverythingOnceAndInOrder() {
        TestChatServer server = new TestChatServer();
        TestClient ada = testClient(server);
        ada.send("ada\n");
        ada.received();
        ada.stopReading();
        IntStream.range(0, 10_000).forEach(i -> announce(server, "number " + i));
        ada.settle();

        ada.resumeReading();

        assertThat(ada.received()).isEqualTo(numbers(0, 10_000));
    }

    @Test
    void prunedMessagesAreReportedAsMissing() {
        Clock clock = Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC);
        InMemoryHistory history = new InMemoryHistory(clock, Duration.ofDays(30), 5);
        TestChatServer server = new TestChatServer(TestChatServer.RULES, history);
        TestClient ada = testClient(server);
        ada.send("ada\n");
        ada.received();
        ada.stopReading();
        IntStream.range(0, 10_000).forEach(i -> announce(server, "number " + i));
        history.prune(clock.instant());
        ada.settle();

        ada.resumeReading();

        assertThat(ada.received())
                .isEqualTo("*** Some messages are missing here: they are no longer kept.\n" + numbers(9_995, 10_000));
    }

    @Test
    void welcomeListsTwentyUsersAndCountsTheRest() {
        TestChatServer server = new TestChatServer();
        IntStream.range(0, 129).forEach(i -> server.joinLobby("p" + i));
        TestClient ada = testClient(server);

        ada.send("ada\n");

        String names = IntStream.range(0, 20).mapToObj(i -> "p" + i).collect(Collectors.joining(", "));
        assertThat(ada.received())
                .isEqualTo("*** You are in lobby. 130 people are here: " + names
                        + " and 110 more. /who lists them all.\n" + HINT);
    }

    @Test
    void joinsAndLeavesOfALargeRoomAreCombined() {
        TestChatServer server = new TestChatServer();
        List<TestChatServer.TestSession> testSessions =
                IntStream.range(0, 120).mapToObj(i -> server.joinLobby("p" + i)).toList();
        server.advanceTime(Duration.ofSeconds(2));
        TestClient ada = testClient(server);
        ada.send("ada\n");
        server.advanceTime(Duration.ofSeconds(2));
        ada.settle();
        ada.received();

        server.joinLobby("new");
        testSessions.get(0).session().close(CloseCause.QUIT);
        ada.settle();
        assertThat(ada.received()).isEmpty();
        server.advanceTime(Duration.ofSeconds(2));
        ada.settle();

        assertThat(ada.received()).isEqualTo("12:00 --> new joined lobby\n12:00 <-- p0 left\n");
    }

    @Test
    void timingMarkIsAnswered() {
        TestChatServer server = new TestChatServer();
        TestClient ada = testClient(server);
        ada.send(new byte[] {(byte) 0xFF, (byte) 0xFD, 6});
        ada.send("ada\n");
        assertThat(ada.received()).isEqualTo((ALONE + HINT).replace("\n", "\r\n"));

        ada.send(new byte[] {(byte) 0xFF, (byte) 0xF4, (byte) 0xFF, (byte) 0xFD, 6});

        assertThat(ada.receivedBytes()).containsExactly(0xFF, 0xFB, 6);
    }

    @Test
    void topicChangeIsShown() {
        TestChatServer server = new TestChatServer();
        TestClient ada = testClient(server);
        ada.send("ada\n");
        ada.received();

        server.get(server.chatServer.roomRegistry().all().get(0).setTopic("tea", server.chatServer.operator()));
        ada.settle();
        assertThat(ada.received()).isEqualTo("12:00 --- Server set the topic: tea\n");

        server.get(server.chatServer.roomRegistry().all().get(0).setTopic("", server.chatServer.operator()));
        ada.settle();
        assertThat(ada.received()).isEqualTo("12:00 --- Server removed the topic\n");
    }

    @Test
    void nicknameChangeIsShownToOthersAndConfirmed() {
        TestChatServer server = new TestChatServer();
        TestClient ada = testClient(server);
        ada.send("ada\n");
        TestClient bob = testClient(server);
        bob.send("bob\n");
        ada.settle();
        ada.received();
        bob.received();

        bob.send("/nick rob\n");
        ada.settle();

        assertThat(ada.received()).isEqualTo("12:00 --- bob is now rob\n");
        assertThat(bob.received()).isEqualTo("*** You are rob now.\n");
    }

    @Test
    void clientThatSendsCrLfReceivesCrLf() {
        TestChatServer server = new TestChatServer();
        TestClient ada = testClient(server);
        ada.send("ada\r\n");
        assertThat(ada.received()).isEqualTo((ALONE + HINT).replace("\n", "\r\n"));

        announce(server, "two\nlines");
        ada.send("/nick ad\r\n");

        assertThat(ada.received()).isEqualTo("*** Server: two\r\n      lines\r\n*** You are ad now.\r\n");
    }

    @Test
    void telnetClientReceivesCrLfFromThePromptOn() {
        TestChatServer server = new TestChatServer();
        TestClient ada = testClient(server);
        ada.send(new byte[] {(byte) 0xFF, (byte) 0xFB, 0x1F});
        ada.advanceTime(Duration.ofSeconds(1));
        assertThat(ada.received()).isEqualTo("Welcome to Parley. Your name?\r\n");

        ada.send("Server\n");
        assertThat(ada.received()).endsWith(" Your name?\r\n");
        ada.send("ada\n");

        assertThat(ada.received()).isEqualTo((ALONE + HINT).replace("\n", "\r\n"));
    }

    @Test
    void clientThatSendsLfReceivesLf() {
        TestChatServer server = new TestChatServer();
        TestClient ada = testClient(server);
        ada.send("ada\n/help\n");

        assertThat(ada.received()).doesNotContain("\r");
    }

    @Test
    void textThatIsNotUtf8IsReadAsWindows1252AndReportedOnce() {
        TestChatServer server = new TestChatServer();
        TestClient ada = testClient(server);
        ada.send(SplitInput.raw("J\u00fcrgen\n"));
        assertThat(ada.received()).contains("*** Your client sends text that is not UTF-8.");
        TestClient bob = testClient(server);
        bob.send("bob\n");
        bob.received();

        ada.send(SplitInput.raw("gr\u00fc\u00dfe \u0080\n"));
        ada.send("größe\n");
        bob.settle();

        assertThat(bob.received()).isEqualTo("12:00 <Jürgen> grüße €\n12:00 <Jürgen> größe\n");
        assertThat(ada.received()).doesNotContain("UTF-8");
    }

    @Test
    void ownNameInFrontOfAMessageIsRemoved() {
        TestChatServer server = new TestChatServer();
        TestClient bob = testClient(server);
        bob.send("bob\n");
        TestClient ada = testClient(server);
        ada.send("ada\n");
        bob.settle();
        bob.received();

        ada.send("ada: one\nada> two\nbob: three\nada: /me waves\n");
        bob.settle();

        assertThat(bob.received())
                .isEqualTo("12:00 <ada> one\n12:00 <ada> two\n12:00 <ada> bob: three\n12:00 * ada waves\n");
    }

    @Test
    void paddingOfFixedBuffersIsDropped() {
        TestChatServer server = new TestChatServer();
        TestClient bob = testClient(server);
        bob.send("bob\n");
        TestClient ada = testClient(server);
        ada.send("ada\n\0\0\0");
        bob.settle();
        bob.received();

        ada.send("\0hel\0lo\0\0\n\0\0\0\0");
        ada.send("again\n");
        bob.settle();

        assertThat(bob.received()).isEqualTo("12:00 <ada> hello\n12:00 <ada> again\n");
    }

    private static String numbers(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "*** Server: number " + i + "\n")
                .collect(Collectors.joining());
    }
}
