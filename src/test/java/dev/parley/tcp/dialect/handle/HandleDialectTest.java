package dev.parley.tcp.dialect.handle;

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

/** The handshake in one word, messages in one word, and clients that know no handshake. */
class HandleDialectTest {

    private static final Duration SILENCE = Duration.ofMillis(250);
    private static final Duration GAP = Duration.ofMillis(100);
    private static final Duration PACE = Duration.ofMillis(50);
    private static final String WELCOME =
            "Server> You are in lobby. 2 people are here: eve, Jimmy. /help lists the commands.";

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

    /** Waits, and returns what arrives then. */
    private static String after(TestClient testClient, Duration time) {
        testClient.waits(time);
        return testClient.received();
    }

    private void dialogue(List<List<String>> pieces) {
        house = new TestChatServer();
        TestChatServer.TestSession eve = house.inLobby("eve");
        TestClient jimmy = testClient();
        pieces.get(0).forEach(piece -> jimmy.sends(SplitInput.raw(piece)));
        assertThat(jimmy.received()).isEmpty();
        assertThat(after(jimmy, SILENCE)).isEqualTo("Server");
        pieces.get(1).forEach(piece -> jimmy.sends(SplitInput.raw(piece)));
        assertThat(jimmy.received()).isEqualTo("Server");
        assertThat(after(jimmy, GAP.minusMillis(1))).isEmpty();
        assertThat(after(jimmy, Duration.ofMillis(1))).isEqualTo(WELCOME);
        for (List<String> write : pieces.subList(2, pieces.size())) {
            write.forEach(piece -> jimmy.sends(SplitInput.raw(piece)));
            jimmy.waits(SILENCE);
        }

        assertThat(jimmy.received()).isEmpty();
        assertThat(jimmy.isClosed()).isTrue();
        assertThat(said()).containsExactly("Jimmy: hello", "Jimmy: here", "Jimmy: n\u00e4xt");
        assertThat(house.chatServer.users()).containsExactly(eve.session().user());
        jimmy.leaksNothing();
    }

    private static final List<String> DIALOGUE =
            List.of("Jimmy", "SEND_HANDLE", "Jimmy> hello", "Jimmy> hereJimmy> n\u00c3\u00a4xt", "Jimmy> \\quit");

    @Test
    void aDialogueGoesInOrder() {
        dialogue(SplitInput.whole(DIALOGUE));
    }

    @Test
    void aDialogueCutInTwoAnywhereGoesTheSameWay() {
        SplitInput.everywhere(DIALOGUE, this::dialogue);
    }

    @Test
    void aDialogueGluedTogetherGoesTheSameWayButForTheAnswers() {
        house.inLobby("eve");
        TestClient jimmy = testClient();
        jimmy.sends(SplitInput.raw(String.join("", DIALOGUE)));
        assertThat(jimmy.received()).isEqualTo("Server");
        assertThat(after(jimmy, GAP)).isEqualTo("Server");
        jimmy.waits(GAP);
        jimmy.waits(SILENCE);

        assertThat(said()).containsExactly("Jimmy: hello", "Jimmy: here", "Jimmy: n\u00e4xt");
        assertThat(jimmy.isClosed()).isTrue();
    }

    private TestClient join(String name) {
        TestClient testClient = testClient();
        testClient.sends(name);
        testClient.waits(SILENCE);
        testClient.sends("SEND_HANDLE");
        testClient.waits(GAP);
        testClient.waits(PACE);
        testClient.received();
        return testClient;
    }

    private TestClient bare(String name) {
        TestClient testClient = testClient();
        testClient.sends(name);
        testClient.waits(SILENCE);
        assertThat(testClient.received()).isEqualTo("Server");
        testClient.waits(Duration.ofMillis(500));
        return testClient;
    }

    @Test
    void whatIsSaidAtOnceComesInOnePieceAndTheNextAfterAPause() {
        TestClient jimmy = join("Jimmy");
        TestChatServer.TestSession timmy = house.inLobby("Timmy");
        house.say(timmy, "Hey guys!");
        house.say(timmy, "how are you");
        jimmy.settle();
        jimmy.waits(Duration.ZERO);
        assertThat(jimmy.received()).isEqualTo("Server> Timmy joined\nTimmy> Hey guys!\nTimmy> how are you");

        house.say(timmy, "one");
        jimmy.settle();
        assertThat(after(jimmy, PACE.minusMillis(1))).isEmpty();
        assertThat(after(jimmy, Duration.ofMillis(1))).isEqualTo("Timmy> one");
    }

    @Test
    void aPieceHasAtMostFourHundredAndNinetyNineBytesAndNothingIsLost() {
        TestClient jimmy = join("Jimmy");
        TestChatServer.TestSession timmy = house.inLobby("Timmy");
        IntStream.range(0, 20).forEach(i -> house.say(timmy, "ä".repeat(400) + i));
        List<String> pieces = new ArrayList<>();
        jimmy.settle();
        pieces.add(jimmy.received());
        for (int i = 0; i < 60; i++) {
            jimmy.waits(PACE);
            pieces.add(jimmy.received());
        }

        assertThat(pieces).allMatch(piece -> piece.getBytes(UTF_8).length <= 499 && !piece.contains("\ufffd"));
        String all = String.join("", pieces);
        IntStream.range(0, 20).forEach(i -> assertThat(all).contains("ä" + i));
    }

    @Test
    void aNameThatIsTakenIsReplacedAfterTheHandshakeAndTheOldOneStillTakenOff() {
        house.inLobby("Jimmy");
        TestClient jimmy = testClient();
        jimmy.sends("Jimmy");
        jimmy.waits(SILENCE);
        jimmy.sends("SEND_HANDLE");
        assertThat(jimmy.received()).isEqualTo("ServerServer");
        assertThat(after(jimmy, GAP)).startsWith("Server> That nickname is taken or not allowed. You are now Jimmy2.");

        jimmy.sends("Jimmy> hi");
        jimmy.waits(SILENCE);

        assertThat(said()).containsExactly("Jimmy2: hi");
    }

    @Test
    void whatIsTooLongIsCutAndABrokenNameBeforeItTakenOff() {
        TestClient jimmy = join("Jimmy");
        jimmy.sends("Jimmy> " + "x".repeat(600));
        jimmy.waits(SILENCE);
        jimmy.sends("mmy> rest");
        jimmy.waits(SILENCE);

        assertThat(said()).containsExactly("Jimmy: " + "x".repeat(500), "Jimmy: rest");
        assertThat(after(jimmy, PACE)).contains("Server> Your message was too long");
    }

    @Test
    void everybodyIsSentOffByTheOneWordThatIsUnderstood() {
        TestClient jimmy = join("Jimmy");

        house.chatServer.disconnectAll();
        jimmy.settle();

        assertThat(jimmy.received()).isEqualTo("Server> \\quit");
        assertThat(jimmy.isClosed()).isTrue();
    }

    @Test
    void whoKnowsNoHandshakeIsBareAndEachPieceIsAMessage() {
        TestChatServer.TestSession eve = house.inLobby("eve");
        TestClient bot = bare("bot");
        assertThat(after(bot, PACE))
                .isEqualTo("Server: You are in lobby. 2 people are here: eve, bot. /help lists the commands.");

        bot.sends("hello you all");
        bot.sends("again");
        house.say(eve, "hi bot");
        bot.settle();

        assertThat(after(bot, PACE)).isEqualTo("eve: hi bot");
        assertThat(said()).containsExactly("bot: hello you all", "bot: again", "eve: hi bot");
    }

    @Test
    void aHandshakeThatComesLateIsStillOne() {
        TestClient jimmy = bare("Jimmy");
        jimmy.waits(PACE);
        jimmy.received();
        jimmy.sends("SEND_HANDLE");
        assertThat(jimmy.received()).isEqualTo("Server");
        jimmy.waits(GAP);
        jimmy.sends("Jimmy> hello");
        jimmy.waits(SILENCE);

        assertThat(said()).containsExactly("Jimmy: hello");
    }

    @Test
    void whoAnswersWithSomethingElseIsBareAtOnce() {
        TestClient bot = testClient();
        bot.sends("bot");
        bot.waits(SILENCE);
        bot.sends("hello");

        assertThat(said()).containsExactly("bot: hello");
    }

    @Test
    void aBareWordWhoseLineEndsLaterIsALineAfterAll() {
        TestClient ada = testClient();
        ada.sends("ada");
        ada.waits(SILENCE);
        assertThat(ada.received()).isEqualTo("Server");
        ada.sends("\nhello\n");

        assertThat(ada.received()).startsWith("*** You are in lobby.").contains("Type to talk");
        assertThat(said()).containsExactly("ada: hello");
    }

    @Test
    void aBareClientThatSendsALineSpeaksLinesFromThenOn() {
        TestChatServer.TestSession eve = house.inLobby("eve");
        TestClient ada = bare("ada");
        ada.waits(PACE);
        ada.received();
        ada.sends("hello\nyou\n");
        assertThat(ada.received()).isEqualTo("*** Type to talk. /help lists the commands, /quit leaves.\n");

        house.say(eve, "hi");
        ada.settle();

        assertThat(ada.received()).endsWith("<eve> hi\n");
        assertThat(said()).containsExactly("ada: hello", "ada: you", "eve: hi");
        ada.sends("/quit\n");
        assertThat(ada.received()).isEqualTo("*** Goodbye.\n");
        assertThat(house.chatServer.userCount()).isEqualTo(1);
    }

    @Test
    void halfAHandshakeIsDroppedWithTheConnection() {
        TestClient jimmy = testClient();
        jimmy.sends("Jimmy");
        jimmy.waits(SILENCE);
        jimmy.hangsUp();

        assertThat(jimmy.isClosed()).isTrue();
        assertThat(house.chatServer.userCount()).isZero();
    }

    @Test
    void longerLimitsOfTheServerDoNotExceedTheBuffersOfTheClient() {
        house = new TestChatServer(TestChatServer.LONG, null);
        TestChatServer.TestSession eve = house.inLobby("a-nickname-of-thirty-two-letters");
        TestClient jimmy = testClient();
        jimmy.sends("Jimmy-of-Nine");
        jimmy.waits(SILENCE);
        jimmy.sends("SEND_HANDLE");
        jimmy.waits(GAP);
        jimmy.received();
        assertThat(house.chatServer.users())
                .extracting(user -> user.nickname().text())
                .contains("Jimmy-of-N");

        house.get(eve.session().publish(RoomName.LOBBY, "x".repeat(4_000), false, null));
        int pieces = 0;
        for (String piece = after(jimmy, PACE); !piece.isEmpty(); piece = after(jimmy, PACE)) {
            assertThat(piece.getBytes(UTF_8)).hasSizeLessThan(500);
            pieces++;
        }
        assertThat(pieces).isGreaterThanOrEqualTo(9);
    }
}
