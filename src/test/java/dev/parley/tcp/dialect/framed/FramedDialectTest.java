package dev.parley.tcp.dialect.framed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.AccessRefusals;
import dev.parley.chat.room.Message;
import dev.parley.chat.session.RoomAccess;
import dev.parley.chat.session.TestChatServer;
import dev.parley.tcp.DialectTestBase;
import dev.parley.tcp.SplitInput;
import dev.parley.tcp.TestClient;
import dev.parley.text.RoomName;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the dialect with a length header of 10 bytes. */
class FramedDialectTest extends DialectTestBase {

    private static final List<String> DIALOGUE =
            List.of("5         ", "alice", " 11       hello world", "0000000006h\u00c3\u00a4llo", "5         /quit");

    private static String frame(String text) {
        return String.format("%-10d", text.getBytes(UTF_8).length) + text;
    }

    private TestClient join(String name) {
        TestClient testClient = testClient();
        testClient.send(frame(name));
        pairs(testClient);
        return testClient;
    }

    /** Returns the received pairs as {@code sender: text}; fails if a pair is incomplete. */
    private static List<String> pairs(TestClient testClient) {
        testClient.settle();
        List<String> received = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(testClient.receivedBytes());
        while (bytes.hasRemaining()) {
            received.add(next(bytes) + ": " + next(bytes));
        }
        return received;
    }

    private static String next(ByteBuffer bytes) {
        byte[] header = new byte[10];
        bytes.get(header);
        byte[] body = new byte[Integer.parseInt(new String(header, ISO_8859_1).strip())];
        bytes.get(body);
        return new String(body, UTF_8);
    }

    private void dialogue(List<List<String>> pieces) {
        server = new TestChatServer();
        server.joinLobby("bob");
        TestClient alice = testClient();
        pieces.forEach(write -> write.forEach(piece -> alice.send(SplitInput.raw(piece))));

        assertThat(pairs(alice))
                .containsExactly(
                        "Server: You are in lobby. 2 people are here: bob, alice. /help lists the commands.",
                        "Server: Goodbye.");
        assertThat(published()).containsExactly("alice: hello world", "alice: hällo");
        assertThat(alice.isClosed()).isTrue();
        assertThat(server.chatServer.userCount()).isEqualTo(1);
        alice.assertNoLeaks();
    }

    @Test
    void dialogueIsProcessedInOrder() {
        dialogue(SplitInput.whole(DIALOGUE));
    }

    @Test
    void dialogueMayBeSplitAnywhere() {
        SplitInput.everywhere(DIALOGUE, this::dialogue);
    }

    @Test
    void dialogueMayArriveAtOnceOrByteByByte() {
        dialogue(List.of(List.of(String.join("", DIALOGUE))));
        dialogue(SplitInput.bytes(DIALOGUE));
    }

    @Test
    void messagesOfOthersArriveAsPairsWithoutEcho() {
        TestClient alice = join("alice");
        TestChatServer.TestSession bob = server.joinLobby("bob");
        assertThat(pairs(alice)).containsExactly("Server: bob joined");

        server.publish(bob, "two\nlines \u001b[2J");
        alice.send(frame("hi"));
        server.get(server.chatServer.publish("tea"));
        server.get(bob.session().publish(RoomName.LOBBY, "waves", true, null));
        bob.session().close(dev.parley.chat.session.CloseCause.QUIT);

        assertThat(pairs(alice))
                .containsExactly("bob: two\n  lines \\x1b[2J", "Server: tea", "bob: * waves", "Server: bob left");
        assertThat(bob.recordingSubscriber().texts()).contains("hi");
    }

    @Test
    void tenMessagesAreReplayedBetweenNotices() {
        TestChatServer.TestSession bob = server.joinLobby("bob");
        IntStream.range(0, 15).forEach(i -> server.publish(bob, "number " + i));
        TestClient alice = testClient();
        alice.send(frame("alice"));

        List<String> received = pairs(alice);

        assertThat(received).hasSize(13);
        assertThat(received.get(1)).startsWith("Server: Recent messages");
        assertThat(received.subList(2, 12)).first().isEqualTo("bob: number 5");
        assertThat(received.get(12)).startsWith("Server: End of recent messages");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob", "", "no name at all that could be one", "Server"})
    void unavailableNicknameIsReplacedWithANotice(String name) {
        server.joinLobby("bob");
        TestClient testClient = testClient();
        testClient.send(frame(name));
        testClient.send(frame("hi"));

        assertThat(pairs(testClient)).first().asString().startsWith("Server: That nickname is taken or not allowed.");
        assertThat(published()).singleElement().asString().endsWith(": hi").doesNotStartWith("bob:");
    }

    @Test
    void overlongMessageIsTruncatedWithANotice() {
        TestClient alice = join("alice");

        alice.send(frame("😀".repeat(600)));

        assertThat(pairs(alice))
                .containsExactly("Server: Your message was too long. Only the first 500 characters were sent.");
        assertThat(published()).containsExactly("alice: " + "😀".repeat(500));
    }

    @Test
    void invalidFrameClosesTheConnectionWithANotice() {
        TestClient alice = join("alice");
        alice.send("not a length");
        assertThat(pairs(alice)).singleElement().asString().startsWith("Server: A frame must begin with its length");
        assertThat(alice.isClosed()).isTrue();

        TestClient eve = join("eve");
        eve.send("9999999999");
        assertThat(pairs(eve)).containsExactly("Server: A frame may have at most 65536 bytes.");
        assertThat(eve.isClosed()).isTrue();
    }

    @Test
    void incompleteFrameIsDropped() {
        TestClient alice = join("alice");
        alice.send("5         he");
        alice.closeOutput();

        assertThat(alice.isClosed()).isTrue();
        assertThat(published()).isEmpty();
        assertThat(server.chatServer.userCount()).isZero();
    }

    @Test
    void commandsAndDirectMessagesArriveAsPairs() {
        TestClient alice = join("alice");
        TestChatServer.TestSession bob = server.joinLobby("bob");
        pairs(alice);

        alice.send(frame("\\who"));
        alice.send(frame("/msg bob psst"));
        server.sendDirect(bob, "alice", "yes?");
        alice.send(frame("//usr/bin"));

        assertThat(pairs(alice))
                .containsExactly("Server: 2 in lobby:\n    alice (terminal)\n    bob (browser)", "bob: (to you) yes?");
        assertThat(bob.recordingSubscriber().directMessages()).hasSize(2);
        assertThat(published()).containsExactly("alice: /usr/bin");
    }

    @Test
    void joiningARoomLeavesThePreviousOne() {
        TestClient alice = join("alice");
        alice.send(frame("/join tea"));
        alice.send(frame("hi"));

        assertThat(pairs(alice))
                .containsExactly("Server: You are in tea. No one else is here yet. /help lists the commands.");
        assertThat(published()).isEmpty();
        List<Message> there = server.get(server.chatServer
                .roomRegistry()
                .find(RoomName.parse("tea").orElseThrow())
                .orElseThrow()
                .last(10));
        assertThat(there).hasSize(1);
    }

    @Test
    void privateRoomIsEnteredWithItsKey() {
        RoomName tea = new RoomName("tea");
        TestClient alice = join("alice");
        RoomAccess access = server.chatServer.roomAccess();
        String key = ((RoomAccess.Created)
                        server.get(access.create(server.joinLobby("bob").session(), tea)))
                .key()
                .text();
        pairs(alice);
        alice.send(frame("/join tea"));
        alice.send(frame("/join tea " + key));

        assertThat(pairs(alice))
                .containsExactly(
                        "Server: " + AccessRefusals.roomPrivate(tea).sentence(),
                        "Server: You are in tea. No one else is here yet. /help lists the commands.");
    }

    @Test
    void disconnectIsAnnounced() {
        TestClient alice = join("alice");

        server.chatServer.disconnectAll();

        assertThat(pairs(alice)).last().asString().startsWith("Server: The operator disconnected all users");
        assertThat(alice.isClosed()).isTrue();
    }

    @Test
    void longMessageArrivesInOneFrame() {
        server = new TestChatServer(TestChatServer.LONG, null);
        TestChatServer.TestSession eve = server.joinLobby("a-nickname-of-thirty-two-letters");
        TestClient alice = join("alice-with-a-longer-name");

        server.get(eve.session().publish(RoomName.LOBBY, "ä".repeat(4_000), false, null));

        assertThat(pairs(alice)).containsExactly("a-nickname-of-thirty-two-letters: " + "ä".repeat(4_000));
        assertThat(server.chatServer.users())
                .extracting(user -> user.nickname().text())
                .contains("alice-with-a-longer-name");
    }
}
