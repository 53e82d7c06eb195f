package dev.parley.tcp.dialect.named;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.session.TestChatServer;
import dev.parley.tcp.DialectTestBase;
import dev.parley.tcp.OpenPort;
import dev.parley.tcp.SplitInput;
import dev.parley.tcp.TestClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests clients that put their name in front of each message. */
class NamedDialectTest extends DialectTestBase {

    private static final Duration SILENCE = Duration.ofMillis(250);
    private static final Duration CHUNK_INTERVAL = Duration.ofMillis(50);
    private static final String WELCOME =
            "Server: You are in lobby. 2 people are here: eve, bob. /help lists the commands.";

    private static String receivedAfter(TestClient testClient, Duration time) {
        testClient.advanceTime(time);
        return testClient.received();
    }

    private void dialogue(List<List<String>> pieces) {
        server = new TestChatServer();
        TestChatServer.TestSession eve = server.joinLobby("eve");
        TestClient bob = testClient();
        pieces.forEach(write -> {
            write.forEach(piece -> bob.send(SplitInput.raw(piece)));
            bob.advanceTime(SILENCE);
        });

        assertThat(bob.received()).isEqualTo(WELCOME + "Server: Goodbye.");
        assertThat(published()).containsExactly("bob: hi there", "bob: häll\u00f6", "bob: next");
        assertThat(bob.isClosed()).isTrue();
        assertThat(server.chatServer.users()).containsExactly(eve.session().user());
        bob.assertNoLeaks();
    }

    private static final List<String> DIALOGUE =
            List.of("bob: hi there", "bob: h\u00c3\u00a4ll\u00c3\u00b6bob: next", "bob: /quit");

    @Test
    void dialogueIsProcessedInOrder() {
        dialogue(SplitInput.whole(DIALOGUE));
    }

    @Test
    void dialogueMayBeSplitAnywhere() {
        SplitInput.everywhere(DIALOGUE, this::dialogue);
    }

    @ParameterizedTest
    @CsvSource({
        "'bob: ', ''",
        "'bob: ', '~'",
        "'bob: ', '^~'",
        "'bob: ', '|'",
        "'bob: ', '||||'",
        "'bob : ', '~'",
        "'[bob] ', ''",
        "'[bob] ', '~'",
        "'[bob]: ', '|'",
    })
    void answersAreInTheFormOfTheClient(String prefix, String end) {
        TestChatServer.TestSession eve = server.joinLobby("eve");
        TestClient bob = testClient();
        String terminator = control(end);
        bob.send(prefix + "hi" + terminator);
        bob.advanceTime(SILENCE);
        String answerEnd = terminator.isEmpty() || terminator.charAt(0) != '\0' ? terminator : "\0";
        assertThat(bob.received()).isEqualTo(WELCOME.replace("Server: ", prefix.replace("bob", "Server")) + answerEnd);

        server.publish(eve, "hello");
        bob.settle();

        assertThat(receivedAfter(bob, CHUNK_INTERVAL)).isEqualTo(prefix.replace("bob", "eve") + "hello" + answerEnd);
        assertThat(published()).containsExactly("bob: hi", "eve: hello");
        server.chatServer.disconnectAll();
        assertThat(receivedAfter(bob, CHUNK_INTERVAL))
                .isEqualTo(prefix.replace("bob", "Server") + "The operator disconnected all users. You can reconnect."
                        + answerEnd);
    }

    private static String control(String text) {
        return text.replace('~', '\n').replace('^', '\r').replace('|', '\0');
    }

    @ParameterizedTest
    @CsvSource({"'~'", "'^~'", "'|'", "'|||'"})
    void messagesThatArriveTogetherAreSplit(String end) {
        TestClient bob = testClient();
        bob.send(control("bob: one" + end + "bob: two" + end + "three" + end + "bob: bob: four" + end));
        bob.advanceTime(SILENCE);

        assertThat(published()).startsWith("bob: one", "bob: two", "bob: three");
    }

    @Test
    void lineThatIsNotCompleteIsNotEndedBySilence() {
        TestClient bob = testClient();
        bob.send("bob: one\nbob: tw");
        bob.advanceTime(Duration.ofSeconds(10));
        assertThat(published()).containsExactly("bob: one");

        bob.send("o\n");

        assertThat(published()).containsExactly("bob: one", "bob: two");
    }

    @Test
    void linesAreSeparatedByPauses() {
        TestClient bob = testClient();
        bob.send("bob: hi\0");
        bob.advanceTime(CHUNK_INTERVAL);
        bob.received();
        TestChatServer.TestSession eve = server.joinLobby("eve");
        server.publish(eve, "one");
        bob.advanceTime(CHUNK_INTERVAL);

        assertThat(bob.received()).isEqualTo("Server: eve joined\0");
        assertThat(receivedAfter(bob, CHUNK_INTERVAL)).isEqualTo("eve: one\0");
    }

    @Test
    void farewellKeepsThePause() {
        TestClient bob = testClient();
        bob.send("bob: hi");
        bob.advanceTime(SILENCE);
        assertThat(bob.received()).startsWith("Server: You are in lobby.");

        server.chatServer.disconnectAll();
        bob.settle();
        assertThat(receivedAfter(bob, CHUNK_INTERVAL.minusMillis(1))).isEmpty();

        assertThat(receivedAfter(bob, Duration.ofMillis(1))).startsWith("Server: The operator disconnected");
        assertThat(bob.isClosed()).isTrue();
    }

    @Test
    void takenNicknameIsReplacedAndTheRequestedOneStillRemovedFromMessages() {
        server.joinLobby("bob");
        TestClient bob = testClient();
        bob.send("bob: hi\n");
        assertThat(bob.received()).startsWith("Server: That nickname is taken or not allowed. You are now bob2.\n");

        bob.send("bob: again\nbob2: and again\n");

        assertThat(published()).containsExactly("bob2: hi", "bob2: again", "bob2: and again");
    }

    @Test
    void nameMayHaveSpacesInBrackets() {
        TestClient bob = testClient();
        bob.send("[Bob Smith] hi\n[Bob Smith] again\n");

        assertThat(published()).containsExactly("BobSmith: hi", "BobSmith: again");
    }

    @Test
    void clientWithoutNewsReceivesAShortReplyAfterTwoSeconds() {
        TestClient bob = testClient();
        bob.send("bob: hi\n");
        bob.received();
        bob.send("bob: anyone?\n");
        assertThat(receivedAfter(bob, Duration.ofMillis(1_999))).isEmpty();
        assertThat(receivedAfter(bob, Duration.ofMillis(1))).isEqualTo("Server: ok, 1 here\n");

        bob.send("bob: one\n");
        bob.send("bob: two\n");

        assertThat(receivedAfter(bob, Duration.ofSeconds(10))).isEmpty();
    }

    private TestClient clientOfNickPort() {
        TestClient testClient = TestClient.onNickPort(server, OpenPort.dialects(server.chatServer));
        testClient.advanceTime(Duration.ofSeconds(1));
        assertThat(testClient.received()).isEqualTo("NICK");
        return testClient;
    }

    @ParameterizedTest
    @CsvSource({"''", "'~'", "'^~'", "'|'"})
    void answerToNickIsTheNickname(String end) {
        TestChatServer.TestSession eve = server.joinLobby("eve");
        TestClient bob = clientOfNickPort();
        String terminator = control(end);
        bob.send("bob" + terminator);
        bob.advanceTime(SILENCE);
        assertThat(bob.received()).isEqualTo(WELCOME + terminator);

        bob.send("bob: hi" + terminator);
        bob.advanceTime(SILENCE);
        server.publish(eve, "hello");
        bob.settle();

        assertThat(receivedAfter(bob, CHUNK_INTERVAL)).isEqualTo("eve: hello" + terminator);
        assertThat(published()).containsExactly("bob: hi", "eve: hello");
        bob.assertNoLeaks();
    }

    @Test
    void answerToNickAndAMessageSoonAfterAreTwo() {
        TestClient bob = clientOfNickPort();
        bob.send("bob");
        bob.advanceTime(Duration.ofMillis(50));
        bob.send("bob: hi");
        bob.advanceTime(SILENCE);

        assertThat(published()).containsExactly("bob: hi");
        bob.assertNoLeaks();
    }

    @Test
    void textWithAColonIsNotAPrefixOfTheClientThatAnsweredNick() {
        TestClient bob = clientOfNickPort();
        bob.send("bob");
        bob.advanceTime(SILENCE);
        bob.send("note: hi");
        bob.advanceTime(SILENCE);

        assertThat(published()).containsExactly("bob: note: hi");
        bob.assertNoLeaks();
    }

    @Test
    void bareClientMayPutItsNameInFrontLater() {
        TestClient bob = testClient();
        bob.send("bob");
        bob.advanceTime(SILENCE);
        bob.advanceTime(Duration.ofMillis(500));
        bob.send("bob: hi");
        bob.send("bob: a line\n");

        assertThat(published()).containsExactly("bob: hi", "bob: a line");
    }

    @Test
    void longMessageArrivesInChunksOfWholeCharacters() {
        server = new TestChatServer(TestChatServer.LONG, null);
        TestClient bob = testClient();
        bob.send("bob: hi");
        bob.advanceTime(SILENCE);
        bob.received();
        TestChatServer.TestSession eve = server.joinLobby("eve");
        server.publish(eve, "ä".repeat(900));
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            bob.advanceTime(CHUNK_INTERVAL);
            String chunk = bob.received();
            assertThat(chunk.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(1_000);
            all.append(chunk);
        }

        assertThat(all.toString()).contains("ä".repeat(900)).doesNotContain("\ufffd");
    }
}
