package dev.parley.tcp.dialect.framed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.Message;
import dev.parley.chat.room.RoomName;
import dev.parley.chat.session.TestChatServer;
import dev.parley.tcp.OpenPort;
import dev.parley.tcp.SplitInput;
import dev.parley.tcp.TestClient;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames of ten bytes of length and so many of text. */
class FramedDialectTest {

    private static final List<String> DIALOGUE =
            List.of("5         ", "alice", " 11       hello world", "0000000006h\u00c3\u00a4llo", "5         /quit");

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

    private static String frame(String text) {
        return String.format("%-10d", text.getBytes(UTF_8).length) + text;
    }

    private TestClient join(String name) {
        TestClient testClient = testClient();
        testClient.sends(frame(name));
        pairs(testClient);
        return testClient;
    }

    /** What has arrived, as {@code who: what}; fails if it is not whole pairs of frames. */
    private static List<String> pairs(TestClient testClient) {
        testClient.settle();
        List<String> told = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(testClient.receivedBytes());
        while (bytes.hasRemaining()) {
            told.add(next(bytes) + ": " + next(bytes));
        }
        return told;
    }

    private static String next(ByteBuffer bytes) {
        byte[] header = new byte[10];
        bytes.get(header);
        byte[] body = new byte[Integer.parseInt(new String(header, ISO_8859_1).strip())];
        bytes.get(body);
        return new String(body, UTF_8);
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
        house.inLobby("bob");
        TestClient alice = testClient();
        pieces.forEach(write -> write.forEach(piece -> alice.sends(SplitInput.raw(piece))));

        assertThat(pairs(alice))
                .containsExactly(
                        "Server: You are in lobby. 2 people are here: bob, alice. /help lists the commands.",
                        "Server: Goodbye.");
        assertThat(said()).containsExactly("alice: hello world", "alice: hällo");
        assertThat(alice.isClosed()).isTrue();
        assertThat(house.chatServer.userCount()).isEqualTo(1);
        alice.leaksNothing();
    }

    @Test
    void aDialogueGoesInOrder() {
        dialogue(SplitInput.whole(DIALOGUE));
    }

    @Test
    void aDialogueCutInTwoAnywhereGoesTheSameWay() {
        SplitInput.everywhere(DIALOGUE, this::dialogue);
    }

    @Test
    void aDialogueGluedOrByteByByteGoesTheSameWay() {
        dialogue(List.of(List.of(String.join("", DIALOGUE))));
        dialogue(SplitInput.bytes(DIALOGUE));
    }

    @Test
    void othersAreHeardInPairsAndNobodyItself() {
        TestClient alice = join("alice");
        TestChatServer.TestSession bob = house.inLobby("bob");
        assertThat(pairs(alice)).containsExactly("Server: bob joined");

        house.say(bob, "two\nlines \u001b[2J");
        alice.sends(frame("hi"));
        house.get(house.chatServer.publish("tea"));
        house.get(bob.session().publish(RoomName.LOBBY, "waves", true, null));
        bob.session().close(dev.parley.chat.session.CloseCause.QUIT);

        assertThat(pairs(alice))
                .containsExactly("bob: two\n  lines \\x1b[2J", "Server: tea", "bob: * waves", "Server: bob left");
        assertThat(bob.recordingSubscriber().texts()).contains("hi");
    }

    @Test
    void tenMessagesAreReplayedBetweenTwoNotices() {
        TestChatServer.TestSession bob = house.inLobby("bob");
        IntStream.range(0, 15).forEach(i -> house.say(bob, "number " + i));
        TestClient alice = testClient();
        alice.sends(frame("alice"));

        List<String> told = pairs(alice);

        assertThat(told).hasSize(13);
        assertThat(told.get(1)).startsWith("Server: Recent messages");
        assertThat(told.subList(2, 12)).first().isEqualTo("bob: number 5");
        assertThat(told.get(12)).startsWith("Server: End of recent messages");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob", "", "no name at all that could be one", "Server"})
    void aNameThatCannotBeHadIsReplacedWithANotice(String name) {
        house.inLobby("bob");
        TestClient testClient = testClient();
        testClient.sends(frame(name));
        testClient.sends(frame("hi"));

        assertThat(pairs(testClient)).first().asString().startsWith("Server: That nickname is taken or not allowed.");
        assertThat(said()).singleElement().asString().endsWith(": hi").doesNotStartWith("bob:");
    }

    @Test
    void whatIsTooLongIsCutAndSaidToBe() {
        TestClient alice = join("alice");

        alice.sends(frame("😀".repeat(600)));

        assertThat(pairs(alice))
                .containsExactly("Server: Your message was too long. Only the first 500 characters were sent.");
        assertThat(said()).containsExactly("alice: " + "😀".repeat(500));
    }

    @Test
    void whatIsNoFrameEndsWithANotice() {
        TestClient alice = join("alice");
        alice.sends("not a length");
        assertThat(pairs(alice)).singleElement().asString().startsWith("Server: A frame must begin with its length");
        assertThat(alice.isClosed()).isTrue();

        TestClient eve = join("eve");
        eve.sends("9999999999");
        assertThat(pairs(eve)).containsExactly("Server: A frame may have at most 65536 bytes.");
        assertThat(eve.isClosed()).isTrue();
    }

    @Test
    void halfAFrameIsDroppedWithTheConnection() {
        TestClient alice = join("alice");
        alice.sends("5         he");
        alice.hangsUp();

        assertThat(alice.isClosed()).isTrue();
        assertThat(said()).isEmpty();
        assertThat(house.chatServer.userCount()).isZero();
    }

    @Test
    void commandsAndDirectWordsAreAnsweredInPairs() {
        TestClient alice = join("alice");
        TestChatServer.TestSession bob = house.inLobby("bob");
        pairs(alice);

        alice.sends(frame("\\who"));
        alice.sends(frame("/msg bob psst"));
        bob.session().sendDirect("alice", "yes?");
        alice.sends(frame("//usr/bin"));

        assertThat(pairs(alice))
                .containsExactly("Server: 2 in lobby:\n    alice (terminal)\n    bob (browser)", "bob: (to you) yes?");
        assertThat(bob.recordingSubscriber().directMessages()).hasSize(2);
        assertThat(said()).containsExactly("alice: /usr/bin");
    }

    @Test
    void whoMovesHearsTheOtherRoom() {
        TestClient alice = join("alice");
        alice.sends(frame("/join tea"));
        alice.sends(frame("hi"));

        assertThat(pairs(alice))
                .containsExactly("Server: You are in tea. No one else is here yet. /help lists the commands.");
        assertThat(said()).isEmpty();
        List<Message> there = house.get(house.chatServer
                .roomRegistry()
                .find(RoomName.parse("tea").orElseThrow())
                .orElseThrow()
                .last(10));
        assertThat(there).hasSize(1);
    }

    @Test
    void everybodyIsSentOffWithANotice() {
        TestClient alice = join("alice");

        house.chatServer.disconnectAll();

        assertThat(pairs(alice)).last().asString().startsWith("Server: The operator has sent everybody off");
        assertThat(alice.isClosed()).isTrue();
    }

    @Test
    void aLongMessageArrivesInOneFrame() {
        house = new TestChatServer(TestChatServer.LONG, null);
        TestChatServer.TestSession eve = house.inLobby("a-nickname-of-thirty-two-letters");
        TestClient alice = join("alice-with-a-longer-name");

        house.get(eve.session().publish(RoomName.LOBBY, "ä".repeat(4_000), false, null));

        assertThat(pairs(alice)).containsExactly("a-nickname-of-thirty-two-letters: " + "ä".repeat(4_000));
        assertThat(house.chatServer.users())
                .extracting(user -> user.nickname().text())
                .contains("alice-with-a-longer-name");
    }
}
