package dev.parley.tcp.dialect.handle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.session.TestChatServer;
import dev.parley.tcp.DialectTestBase;
import dev.parley.tcp.SplitInput;
import dev.parley.tcp.TestClient;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests the handshake, messages without terminators, and clients without a handshake. */
class HandleDialectTest extends DialectTestBase {

    private static final Duration SILENCE = Duration.ofMillis(250);
    private static final Duration HANDSHAKE_GAP = Duration.ofMillis(100);
    private static final Duration CHUNK_INTERVAL = Duration.ofMillis(50);
    private static final String WELCOME =
            "Server> You are in lobby. 2 people are here: eve, Jimmy. /help lists the commands.";

    /** Advances the clock and returns the bytes received. */
    private static String receivedAfter(TestClient testClient, Duration time) {
        testClient.advanceTime(time);
        return testClient.received();
    }

    private void dialogue(List<List<String>> pieces) {
        server = new TestChatServer();
        TestChatServer.TestSession eve = server.joinLobby("eve");
        TestClient jimmy = testClient();
        pieces.get(0).forEach(piece -> jimmy.send(SplitInput.raw(piece)));
        assertThat(jimmy.received()).isEmpty();
        assertThat(receivedAfter(jimmy, SILENCE)).isEqualTo("Server");
        pieces.get(1).forEach(piece -> jimmy.send(SplitInput.raw(piece)));
        assertThat(jimmy.received()).isEqualTo("Server");
        assertThat(receivedAfter(jimmy, HANDSHAKE_GAP.minusMillis(1))).isEmpty();
        assertThat(receivedAfter(jimmy, Duration.ofMillis(1))).isEqualTo(WELCOME);
        for (List<String> write : pieces.subList(2, pieces.size())) {
            write.forEach(piece -> jimmy.send(SplitInput.raw(piece)));
            jimmy.advanceTime(SILENCE);
        }

        assertThat(jimmy.received()).isEmpty();
        assertThat(jimmy.isClosed()).isTrue();
        assertThat(published()).containsExactly("Jimmy: hello", "Jimmy: here", "Jimmy: n\u00e4xt");
        assertThat(server.chatServer.users()).containsExactly(eve.session().user());
        jimmy.assertNoLeaks();
    }

    private static final List<String> DIALOGUE =
            List.of("Jimmy", "SEND_HANDLE", "Jimmy> hello", "Jimmy> hereJimmy> n\u00c3\u00a4xt", "Jimmy> \\quit");

    @Test
    void dialogueIsProcessedInOrder() {
        dialogue(SplitInput.whole(DIALOGUE));
    }

    @Test
    void dialogueMayBeSplitAnywhere() {
        SplitInput.everywhere(DIALOGUE, this::dialogue);
    }

    @Test
    void dialogueMayArriveAtOnce() {
        server.joinLobby("eve");
        TestClient jimmy = testClient();
        jimmy.send(SplitInput.raw(String.join("", DIALOGUE)));
        assertThat(jimmy.received()).isEqualTo("Server");
        assertThat(receivedAfter(jimmy, HANDSHAKE_GAP)).isEqualTo("Server");
        jimmy.advanceTime(HANDSHAKE_GAP);
        jimmy.advanceTime(SILENCE);

        assertThat(published()).containsExactly("Jimmy: hello", "Jimmy: here", "Jimmy: n\u00e4xt");
        assertThat(jimmy.isClosed()).isTrue();
    }

    private TestClient join(String name) {
        TestClient testClient = testClient();
        testClient.send(name);
        testClient.advanceTime(SILENCE);
        testClient.send("SEND_HANDLE");
        testClient.advanceTime(HANDSHAKE_GAP);
        testClient.advanceTime(CHUNK_INTERVAL);
        testClient.received();
        return testClient;
    }

    @Test
    void linesAreCombinedInChunksWithPauses() {
        TestClient jimmy = join("Jimmy");
        TestChatServer.TestSession timmy = server.joinLobby("Timmy");
        server.publish(timmy, "Hey guys!");
        server.publish(timmy, "how are you");
        jimmy.settle();
        jimmy.advanceTime(Duration.ZERO);
        assertThat(jimmy.received()).isEqualTo("Server> Timmy joined\nTimmy> Hey guys!\nTimmy> how are you");

        server.publish(timmy, "one");
        jimmy.settle();
        assertThat(receivedAfter(jimmy, CHUNK_INTERVAL.minusMillis(1))).isEmpty();
        assertThat(receivedAfter(jimmy, Duration.ofMillis(1))).isEqualTo("Timmy> one");
    }

    @Test
    void chunkHasAtMost499BytesAndNothingIsLost() {
        TestClient jimmy = join("Jimmy");
        TestChatServer.TestSession timmy = server.joinLobby("Timmy");
        IntStream.range(0, 20).forEach(i -> server.publish(timmy, "ä".repeat(400) + i));
        List<String> pieces = new ArrayList<>();
        jimmy.settle();
        pieces.add(jimmy.received());
        for (int i = 0; i < 60; i++) {
            jimmy.advanceTime(CHUNK_INTERVAL);
            pieces.add(jimmy.received());
        }

        assertThat(pieces).allMatch(piece -> piece.getBytes(UTF_8).length <= 499 && !piece.contains("\ufffd"));
        String all = String.join("", pieces);
        IntStream.range(0, 20).forEach(i -> assertThat(all).contains("ä" + i));
    }

    @Test
    void takenNicknameIsReplacedAndTheRequestedOneStillRemovedFromMessages() {
        server.joinLobby("Jimmy");
        TestClient jimmy = testClient();
        jimmy.send("Jimmy");
        jimmy.advanceTime(SILENCE);
        jimmy.send("SEND_HANDLE");
        assertThat(jimmy.received()).isEqualTo("ServerServer");
        assertThat(receivedAfter(jimmy, HANDSHAKE_GAP))
                .startsWith("Server> That nickname is taken or not allowed. You are now Jimmy2.");

        jimmy.send("Jimmy> hi");
        jimmy.advanceTime(SILENCE);

        assertThat(published()).containsExactly("Jimmy2: hi");
    }

    @Test
    void overlongMessageIsTruncatedAndATruncatedPrefixRemoved() {
        TestClient jimmy = join("Jimmy");
        jimmy.send("Jimmy> " + "x".repeat(600));
        jimmy.advanceTime(SILENCE);
        jimmy.send("mmy> rest");
        jimmy.advanceTime(SILENCE);

        assertThat(published()).containsExactly("Jimmy: " + "x".repeat(500), "Jimmy: rest");
        assertThat(receivedAfter(jimmy, CHUNK_INTERVAL)).contains("Server> Your message was too long");
    }

    @Test
    void disconnectSendsQuit() {
        TestClient jimmy = join("Jimmy");

        server.chatServer.disconnectAll();
        jimmy.settle();

        assertThat(jimmy.received()).isEqualTo("Server> \\quit");
        assertThat(jimmy.isClosed()).isTrue();
    }

    @Test
    void incompleteHandshakeIsDropped() {
        TestClient jimmy = testClient();
        jimmy.send("Jimmy");
        jimmy.advanceTime(SILENCE);
        jimmy.closeOutput();

        assertThat(jimmy.isClosed()).isTrue();
        assertThat(server.chatServer.userCount()).isZero();
    }

    @Test
    void longerLimitsOfTheServerDoNotExceedTheBuffersOfTheClient() {
        server = new TestChatServer(TestChatServer.LONG, null);
        TestChatServer.TestSession eve = server.joinLobby("a-nickname-of-thirty-two-letters");
        TestClient jimmy = testClient();
        jimmy.send("Jimmy-of-Nine");
        jimmy.advanceTime(SILENCE);
        jimmy.send("SEND_HANDLE");
        jimmy.advanceTime(HANDSHAKE_GAP);
        jimmy.received();
        assertThat(server.chatServer.users())
                .extracting(user -> user.nickname().text())
                .contains("Jimmy-of-N");

        server.get(eve.session().publish(RoomName.LOBBY, "x".repeat(4_000), false, null));
        int pieces = 0;
        for (String piece = receivedAfter(jimmy, CHUNK_INTERVAL);
                !piece.isEmpty();
                piece = receivedAfter(jimmy, CHUNK_INTERVAL)) {
            assertThat(piece.getBytes(UTF_8)).hasSizeLessThan(500);
            pieces++;
        }
        assertThat(pieces).isGreaterThanOrEqualTo(9);
    }

    @Test
    void handshakeSoonAfterTheNameIsAccepted() {
        TestClient jimmy = testClient();
        jimmy.send("Jimmy");
        jimmy.advanceTime(Duration.ofMillis(50));
        jimmy.send("SEND");
        jimmy.advanceTime(SILENCE);
        jimmy.send("_HANDLE");
        jimmy.advanceTime(HANDSHAKE_GAP);
        jimmy.send("Jimmy> hello");
        jimmy.advanceTime(SILENCE);

        assertThat(published()).containsExactly("Jimmy: hello");
    }

    @Test
    void paddedHandshakeIsAccepted() {
        TestClient jimmy = testClient();
        jimmy.send("Jimmy\0\0\0\0\0");
        assertThat(jimmy.received()).isEqualTo("Server\0");
        jimmy.send("SEND_HANDLE\0\0\0");
        assertThat(jimmy.received()).isEqualTo("Server\0");
        jimmy.advanceTime(HANDSHAKE_GAP);
        jimmy.send("Jimmy> hello\0\0\0\0");

        assertThat(published()).containsExactly("Jimmy: hello");
    }

    @Test
    void halfACharacterOfTheHandshakeClientIsCompletedByTheNextRead() {
        TestClient jimmy = join("Jimmy");
        jimmy.send(SplitInput.raw("Jimmy> h\u00c3"));
        jimmy.advanceTime(SILENCE.plusMillis(50));
        jimmy.send(SplitInput.raw("\u00a4"));
        jimmy.advanceTime(SILENCE);

        assertThat(published()).containsExactly("Jimmy: hä");
    }

    @Test
    void farewellKeepsThePauseAfterTheLastChunk() {
        TestClient jimmy = join("Jimmy");
        server.joinLobby("eve");
        jimmy.settle();
        jimmy.advanceTime(Duration.ZERO);
        assertThat(jimmy.received()).isEqualTo("Server> eve joined");

        server.chatServer.disconnectAll();
        jimmy.settle();
        assertThat(receivedAfter(jimmy, CHUNK_INTERVAL.minusMillis(1))).isEmpty();

        assertThat(receivedAfter(jimmy, Duration.ofMillis(1))).isEqualTo("Server> \\quit");
        assertThat(jimmy.isClosed()).isTrue();
    }

    @Test
    void clientIsNotReadWhileALongAnswerIsSentInChunks() {
        for (int i = 0; i < 50; i++) {
            server.get(server.chatServer.publish(RoomName.LOBBY, i + "x".repeat(200)));
        }
        TestClient bare = testClient();
        bare.send("ada");
        bare.advanceTime(SILENCE);
        bare.advanceTime(Duration.ofSeconds(1));
        bare.advanceTime(Duration.ofSeconds(5));
        bare.received();

        bare.send("/last 50");
        bare.advanceTime(SILENCE);
        bare.send("sent too early");
        bare.advanceTime(SILENCE);

        assertThat(published()).noneMatch(line -> line.contains("sent too early"));
        for (int i = 0; i < 100; i++) {
            bare.advanceTime(CHUNK_INTERVAL);
        }
        assertThat(published()).last().asString().contains("sent too early");
    }
}
