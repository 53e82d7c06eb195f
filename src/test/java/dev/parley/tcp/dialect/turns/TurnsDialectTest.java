package dev.parley.tcp.dialect.turns;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.RoomName;
import dev.parley.chat.session.TestChatServer;
import dev.parley.tcp.OpenPort;
import dev.parley.tcp.SplitInput;
import dev.parley.tcp.TestClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One answer for each message, and nothing in between. */
class TurnsDialectTest {

    private static final Duration SILENCE = Duration.ofMillis(250);
    private static final String WELCOME =
            "Server> You are in lobby. 2 people are here: eve, bob. /help lists the commands.\n";
    private static final List<String> DIALOGUE =
            List.of("bob> hi there\0", "bob> h\u00c3\u00a4llo\0", "no name\0", "\\quit");

    private TestChatServer house = new TestChatServer();
    private final List<TestClient> testClients = new ArrayList<>();

    @AfterEach
    void nothingLeaks() {
        testClients.forEach(TestClient::leaksNothing);
    }

    private TestClient testClient() {
        TestClient testClient = TestClient.of(house, OpenPort.dialects(house.chatServer));
        testClients.add(testClient);
        return testClient;
    }

    private List<String> said() {
        return house
                .get(house.chatServer
                        .roomRegistry()
                        .find(RoomName.LOBBY)
                        .orElseThrow()
                        .last(100))
                .stream()
                .map(message -> message.name() + ": " + message.text())
                .toList();
    }

    private void dialogue(List<List<String>> pieces) {
        house = new TestChatServer();
        TestChatServer.TestSession eve = house.inLobby("eve");
        TestClient bob = testClient();
        List<String> answers = new ArrayList<>();
        pieces.forEach(write -> {
            write.forEach(piece -> bob.sends(SplitInput.raw(piece)));
            if (String.join("", write).endsWith("quit")) {
                bob.waits(SILENCE);
            }
            answers.add(bob.received());
        });

        assertThat(answers).containsExactly(WELCOME, "Server> ok, 2 here\n", "Server> ok, 2 here\n", "\\quit\n");
        assertThat(bob.isClosed()).isTrue();
        assertThat(said()).containsExactly("bob: hi there", "bob: hällo", "bob: no name");
        assertThat(house.chatServer.users()).containsExactly(eve.session().user());
        bob.leaksNothing();
    }

    @Test
    void aDialogueGoesInTurns() {
        dialogue(SplitInput.whole(DIALOGUE));
    }

    @Test
    void aDialogueCutInTwoAnywhereOrByteByByteGoesTheSameWay() {
        SplitInput.everywhere(DIALOGUE, this::dialogue);
        dialogue(SplitInput.bytes(DIALOGUE));
    }

    @Test
    void whatIsGluedIsAnsweredOneByOne() {
        house.inLobby("eve");
        TestClient bob = testClient();
        bob.sends(String.join("", DIALOGUE).replace("\u00c3\u00a4", "ä"));
        bob.waits(SILENCE);

        assertThat(bob.received()).isEqualTo(WELCOME + "Server> ok, 2 here\n".repeat(2) + "\\quit\n");
        assertThat(said()).containsExactly("bob: hi there", "bob: hällo", "bob: no name");
        assertThat(bob.isClosed()).isTrue();
    }

    private TestClient join(String name) {
        TestClient testClient = testClient();
        testClient.sends(name + "> hi\0");
        testClient.received();
        return testClient;
    }

    @Test
    void othersAreHeardWithTheNextAnswerAndNotBefore() {
        TestClient bob = join("bob");
        TestChatServer.TestSession eve = house.inLobby("eve");
        house.say(eve, "one");
        house.say(eve, "two\nlines");
        bob.settle();
        assertThat(bob.received()).isEmpty();

        bob.sends("bob> next\0");

        assertThat(bob.received()).isEqualTo("Server> eve joined\neve> one\neve> two\n  lines\n");
    }

    @Test
    void anAnswerHasAtMostFiveHundredAndTwelveBytesAndTheRestWaits() {
        TestClient bob = join("bob");
        TestChatServer.TestSession eve = house.inLobby("eve");
        house.say(eve, "ä".repeat(500));
        house.say(eve, "b");
        StringBuilder all = new StringBuilder();
        for (int turn = 0; turn < 4; turn++) {
            bob.sends("bob> x\0");
            String answer = bob.received();
            assertThat(answer.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(512);
            assertThat(answer).isNotEmpty().doesNotContain("\ufffd");
            all.append(answer);
        }

        assertThat(all).hasToString("Server> eve joined\neve> " + "ä".repeat(500) + "\neve> b\nServer> ok, 2 here\n");
    }

    @Test
    void ofMoreThanFourKibibytesTheLatestIsKeptAndTheOthersAreCounted() {
        TestClient bob = join("bob");
        TestChatServer.TestSession eve = house.inLobby("eve");
        IntStream.range(0, 30).forEach(i -> house.say(eve, "x".repeat(200) + i));
        bob.settle();

        bob.sends("bob> x\0");

        assertThat(bob.received()).matches("(?s)… [0-9]+ earlier, /last shows them\neve> x.*\n");
    }

    @Test
    void theGreetingWasTheFirstAnswer() {
        TestClient bob = testClient();
        bob.waits(Duration.ofSeconds(1));
        assertThat(bob.received()).isEqualTo("Welcome to Parley. Your name?\n");

        bob.sends("bob> hi\0");
        assertThat(bob.received()).isEmpty();
        bob.sends("bob> again\0");

        assertThat(bob.received()).startsWith("Server> You are in lobby.");
        assertThat(said()).containsExactly("bob: hi", "bob: again");
    }

    @Test
    void silenceEndsWhatHasNoEnd() {
        TestClient bob = testClient();
        bob.sends("bob> hi");
        assertThat(said()).isEmpty();
        bob.waits(SILENCE);
        assertThat(said()).containsExactly("bob: hi");
        assertThat(bob.received()).startsWith("Server> You are in lobby.");
    }

    @Test
    void whoEndsLinesIsToldAtOnce() {
        TestClient bob = testClient();
        bob.sends("bob> hi\n");
        bob.received();
        TestChatServer.TestSession eve = house.inLobby("eve");

        house.say(eve, "hello");
        bob.waits(Duration.ofMillis(50));

        assertThat(bob.received()).isEqualTo("Server> eve joined\neve> hello\n");
    }

    @Test
    void aNameThatIsTakenIsReplacedAndSaidSoInTheAnswer() {
        house.inLobby("bob");
        TestClient bob = testClient();
        bob.sends("bob> hi\0");

        assertThat(bob.received()).startsWith("Server> That nickname is taken or not allowed. You are now bob2.\n");
        bob.sends("bob> again\0");
        assertThat(said()).containsExactly("bob2: hi", "bob2: again");
    }

    @Test
    void whatIsTooLongIsCutAndSaidToBeInTheAnswer() {
        TestClient bob = join("bob");
        bob.sends("bob> " + "x".repeat(700) + "\0");

        assertThat(bob.received())
                .contains("Server> Your message was too long. Only the first 500 characters were sent.\n");
        assertThat(said()).last().isEqualTo("bob: " + "x".repeat(500));
    }

    @Test
    void everybodyIsSentOffByTheOneWordThatIsUnderstood() {
        TestClient bob = join("bob");

        house.chatServer.disconnectAll();
        bob.settle();

        assertThat(bob.received()).isEqualTo("\\quit\n");
        assertThat(bob.isClosed()).isTrue();
    }

    @Test
    void whatWasSentBeforeTheEndOfTheInputCounts() {
        TestClient bob = join("bob");
        bob.sends("bob> bye");
        bob.hangsUp();

        assertThat(said()).last().isEqualTo("bob: bye");
        assertThat(bob.isClosed()).isTrue();
    }

    @Test
    void longerLimitsOfTheServerDoNotExceedTheBuffersOfTheClient() {
        house = new TestChatServer(TestChatServer.LONG, null);
        TestChatServer.TestSession eve = house.inLobby("a-nickname-of-thirty-two-letters");
        TestClient bob = testClient();
        bob.sends("bob> " + "y".repeat(900) + "\0");
        bob.received();
        assertThat(said()).containsExactly("bob: " + "y".repeat(500));

        house.get(eve.session().publish(RoomName.LOBBY, "x".repeat(3_000), false, null));
        for (int turn = 0; turn < 8; turn++) {
            bob.sends("bob> more\0");
            assertThat(bob.received().getBytes(UTF_8)).hasSizeBetween(1, 512);
        }
    }
}
