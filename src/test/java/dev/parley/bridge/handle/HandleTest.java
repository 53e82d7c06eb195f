package dev.parley.bridge.handle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.bridge.Cut;
import dev.parley.bridge.OpenPort;
import dev.parley.bridge.Peer;
import dev.parley.chat.room.RoomName;
import dev.parley.chat.session.TestChatServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The handshake in one word, messages in one word, and clients that know no handshake. */
class HandleTest {

    private static final Duration SILENCE = Duration.ofMillis(250);
    private static final Duration GAP = Duration.ofMillis(100);
    private static final Duration PACE = Duration.ofMillis(50);
    private static final String WELCOME =
            "Server> You are in lobby. 2 people are here: eve, Jimmy. /help lists the commands.";

    private TestChatServer house = new TestChatServer();
    private final List<Peer> peers = new ArrayList<>();

    @AfterEach
    void nothingLeaks() {
        peers.forEach(Peer::leaksNothing);
    }

    private Peer peer() {
        Peer peer = Peer.of(house, OpenPort.dialects(house.chatServer));
        peers.add(peer);
        return peer;
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
    private static String after(Peer peer, Duration time) {
        peer.waits(time);
        return peer.received();
    }

    private void dialogue(List<List<String>> pieces) {
        house = new TestChatServer();
        TestChatServer.TestSession eve = house.inLobby("eve");
        Peer jimmy = peer();
        pieces.get(0).forEach(piece -> jimmy.sends(Cut.raw(piece)));
        assertThat(jimmy.received()).isEmpty();
        assertThat(after(jimmy, SILENCE)).isEqualTo("Server");
        pieces.get(1).forEach(piece -> jimmy.sends(Cut.raw(piece)));
        assertThat(jimmy.received()).isEqualTo("Server");
        assertThat(after(jimmy, GAP.minusMillis(1))).isEmpty();
        assertThat(after(jimmy, Duration.ofMillis(1))).isEqualTo(WELCOME);
        for (List<String> write : pieces.subList(2, pieces.size())) {
            write.forEach(piece -> jimmy.sends(Cut.raw(piece)));
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
        dialogue(Cut.whole(DIALOGUE));
    }

    @Test
    void aDialogueCutInTwoAnywhereGoesTheSameWay() {
        Cut.everywhere(DIALOGUE, this::dialogue);
    }

    @Test
    void aDialogueGluedTogetherGoesTheSameWayButForTheAnswers() {
        house.inLobby("eve");
        Peer jimmy = peer();
        jimmy.sends(Cut.raw(String.join("", DIALOGUE)));
        assertThat(jimmy.received()).isEqualTo("Server");
        assertThat(after(jimmy, GAP)).isEqualTo("Server");
        jimmy.waits(GAP);
        jimmy.waits(SILENCE);

        assertThat(said()).containsExactly("Jimmy: hello", "Jimmy: here", "Jimmy: n\u00e4xt");
        assertThat(jimmy.isClosed()).isTrue();
    }

    private Peer join(String name) {
        Peer peer = peer();
        peer.sends(name);
        peer.waits(SILENCE);
        peer.sends("SEND_HANDLE");
        peer.waits(GAP);
        peer.waits(PACE);
        peer.received();
        return peer;
    }

    private Peer bare(String name) {
        Peer peer = peer();
        peer.sends(name);
        peer.waits(SILENCE);
        assertThat(peer.received()).isEqualTo("Server");
        peer.waits(Duration.ofMillis(500));
        return peer;
    }

    @Test
    void whatIsSaidAtOnceComesInOnePieceAndTheNextAfterAPause() {
        Peer jimmy = join("Jimmy");
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
        Peer jimmy = join("Jimmy");
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
        Peer jimmy = peer();
        jimmy.sends("Jimmy");
        jimmy.waits(SILENCE);
        jimmy.sends("SEND_HANDLE");
        assertThat(jimmy.received()).isEqualTo("ServerServer");
        assertThat(after(jimmy, GAP))
                .startsWith("Server> The name you gave is taken or cannot be had. You are Jimmy2 here.");

        jimmy.sends("Jimmy> hi");
        jimmy.waits(SILENCE);

        assertThat(said()).containsExactly("Jimmy2: hi");
    }

    @Test
    void whatIsTooLongIsCutAndABrokenNameBeforeItTakenOff() {
        Peer jimmy = join("Jimmy");
        jimmy.sends("Jimmy> " + "x".repeat(600));
        jimmy.waits(SILENCE);
        jimmy.sends("mmy> rest");
        jimmy.waits(SILENCE);

        assertThat(said()).containsExactly("Jimmy: " + "x".repeat(500), "Jimmy: rest");
        assertThat(after(jimmy, PACE)).contains("Server> That was too long");
    }

    @Test
    void everybodyIsSentOffByTheOneWordThatIsUnderstood() {
        Peer jimmy = join("Jimmy");

        house.chatServer.disconnectAll();
        jimmy.settle();

        assertThat(jimmy.received()).isEqualTo("Server> \\quit");
        assertThat(jimmy.isClosed()).isTrue();
    }

    @Test
    void whoKnowsNoHandshakeIsBareAndEachPieceIsAMessage() {
        TestChatServer.TestSession eve = house.inLobby("eve");
        Peer bot = bare("bot");
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
        Peer jimmy = bare("Jimmy");
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
        Peer bot = peer();
        bot.sends("bot");
        bot.waits(SILENCE);
        bot.sends("hello");

        assertThat(said()).containsExactly("bot: hello");
    }

    @Test
    void aBareWordWhoseLineEndsLaterIsALineAfterAll() {
        Peer ada = peer();
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
        Peer ada = bare("ada");
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
        Peer jimmy = peer();
        jimmy.sends("Jimmy");
        jimmy.waits(SILENCE);
        jimmy.hangsUp();

        assertThat(jimmy.isClosed()).isTrue();
        assertThat(house.chatServer.userCount()).isZero();
    }
}
