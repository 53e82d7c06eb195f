package dev.parley.tcp.dialect.turns;

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

/** Checks that each message receives one reply, and that nothing is sent in between. */
class TurnsDialectTest extends DialectTestBase {

    private static final Duration SILENCE = Duration.ofMillis(250);
    private static final String WELCOME =
            "Server> You are in lobby. 2 people are here: eve, bob. /help lists the commands.\n";
    private static final List<String> DIALOGUE =
            List.of("bob> hi there\0", "bob> h\u00c3\u00a4llo\0", "no name\0", "\\quit");

    private void dialogue(List<List<String>> pieces) {
        server = new TestChatServer();
        TestChatServer.TestSession eve = server.joinLobby("eve");
        TestClient bob = testClient();
        List<String> replies = new ArrayList<>();
        pieces.forEach(write -> {
            write.forEach(piece -> bob.send(SplitInput.raw(piece)));
            if (String.join("", write).endsWith("quit")) {
                bob.advanceTime(SILENCE);
            }
            replies.add(bob.received());
        });

        assertThat(replies).containsExactly(WELCOME, "Server> ok, 2 here\n", "Server> ok, 2 here\n", "\\quit\n");
        assertThat(bob.isClosed()).isTrue();
        assertThat(published()).containsExactly("bob: hi there", "bob: hällo", "bob: no name");
        assertThat(server.chatServer.users()).containsExactly(eve.session().user());
        bob.assertNoLeaks();
    }

    @Test
    void eachMessageIsAnsweredOnce() {
        dialogue(SplitInput.whole(DIALOGUE));
    }

    @Test
    void dialogueMayBeSplitAnywhere() {
        SplitInput.everywhere(DIALOGUE, this::dialogue);
        dialogue(SplitInput.bytes(DIALOGUE));
    }

    @Test
    void messagesInOneWriteAreAnsweredOneByOne() {
        server.joinLobby("eve");
        TestClient bob = testClient();
        bob.send(String.join("", DIALOGUE).replace("\u00c3\u00a4", "ä"));
        bob.advanceTime(SILENCE);

        assertThat(bob.received()).isEqualTo(WELCOME + "Server> ok, 2 here\n".repeat(2) + "\\quit\n");
        assertThat(published()).containsExactly("bob: hi there", "bob: hällo", "bob: no name");
        assertThat(bob.isClosed()).isTrue();
    }

    private TestClient join(String name) {
        TestClient testClient = testClient();
        testClient.send(name + "> hi\0");
        testClient.received();
        return testClient;
    }

    @Test
    void messagesOfOthersArriveWithTheNextReply() {
        TestClient bob = join("bob");
        TestChatServer.TestSession eve = server.joinLobby("eve");
        server.publish(eve, "one");
        server.publish(eve, "two\nlines");
        bob.settle();
        assertThat(bob.received()).isEmpty();

        bob.send("bob> next\0");

        assertThat(bob.received()).isEqualTo("Server> eve joined\neve> one\neve> two\n  lines\n");
    }

    @Test
    void replyHasAtMost512BytesAndTheRestWaits() {
        TestClient bob = join("bob");
        TestChatServer.TestSession eve = server.joinLobby("eve");
        server.publish(eve, "ä".repeat(500));
        server.publish(eve, "b");
        StringBuilder all = new StringBuilder();
        for (int turn = 0; turn < 4; turn++) {
            bob.send("bob> x\0");
            String reply = bob.received();
            assertThat(reply.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(512);
            assertThat(reply).isNotEmpty().doesNotContain("\ufffd");
            all.append(reply);
        }

        assertThat(all).hasToString("Server> eve joined\neve> " + "ä".repeat(500) + "\neve> b\nServer> ok, 2 here\n");
    }

    @Test
    void latest4KibOfPendingLinesAreKeptAndOthersCounted() {
        TestClient bob = join("bob");
        TestChatServer.TestSession eve = server.joinLobby("eve");
        IntStream.range(0, 30).forEach(i -> server.publish(eve, "x".repeat(200) + i));
        bob.settle();

        bob.send("bob> x\0");

        assertThat(bob.received()).matches("(?s)… [0-9]+ earlier, /last shows them\neve> x.*\n");
    }

    @Test
    void greetingCountsAsTheFirstReply() {
        TestClient bob = testClient();
        bob.advanceTime(Duration.ofSeconds(1));
        assertThat(bob.received()).isEqualTo("Welcome to Parley. Your name?\n");

        bob.send("bob> hi\0");
        assertThat(bob.received()).isEmpty();
        bob.send("bob> again\0");

        assertThat(bob.received()).startsWith("Server> You are in lobby.");
        assertThat(published()).containsExactly("bob: hi", "bob: again");
    }

    @Test
    void silenceEndsAMessageWithoutTerminator() {
        TestClient bob = testClient();
        bob.send("bob> hi");
        assertThat(published()).isEmpty();
        bob.advanceTime(SILENCE);
        assertThat(published()).containsExactly("bob: hi");
        assertThat(bob.received()).startsWith("Server> You are in lobby.");
    }

    @Test
    void clientThatSendsLineEndsReceivesMessagesAtOnce() {
        TestClient bob = testClient();
        bob.send("bob> hi\n");
        bob.received();
        TestChatServer.TestSession eve = server.joinLobby("eve");

        server.publish(eve, "hello");
        bob.advanceTime(Duration.ofMillis(50));

        assertThat(bob.received()).isEqualTo("Server> eve joined\neve> hello\n");
    }

    @Test
    void takenNicknameIsReplacedWithANoticeInTheReply() {
        server.joinLobby("bob");
        TestClient bob = testClient();
        bob.send("bob> hi\0");

        assertThat(bob.received()).startsWith("Server> That nickname is taken or not allowed. You are now bob2.\n");
        bob.send("bob> again\0");
        assertThat(published()).containsExactly("bob2: hi", "bob2: again");
    }

    @Test
    void overlongMessageIsTruncatedWithANoticeInTheReply() {
        TestClient bob = join("bob");
        bob.send("bob> " + "x".repeat(700) + "\0");

        assertThat(bob.received())
                .contains("Server> Your message was too long. Only the first 500 characters were sent.\n");
        assertThat(published()).last().isEqualTo("bob: " + "x".repeat(500));
    }

    @Test
    void disconnectSendsQuit() {
        TestClient bob = join("bob");

        server.chatServer.disconnectAll();
        bob.settle();

        assertThat(bob.received()).isEqualTo("\\quit\n");
        assertThat(bob.isClosed()).isTrue();
    }

    @Test
    void inputBeforeTheEndOfInputIsPublished() {
        TestClient bob = join("bob");
        bob.send("bob> bye");
        bob.closeOutput();

        assertThat(published()).last().isEqualTo("bob: bye");
        assertThat(bob.isClosed()).isTrue();
    }

    @Test
    void longerLimitsOfTheServerDoNotExceedTheBuffersOfTheClient() {
        server = new TestChatServer(TestChatServer.LONG, null);
        TestChatServer.TestSession eve = server.joinLobby("a-nickname-of-thirty-two-letters");
        TestClient bob = testClient();
        bob.send("bob> " + "y".repeat(900) + "\0");
        bob.received();
        assertThat(published()).containsExactly("bob: " + "y".repeat(500));

        server.get(eve.session().publish(RoomName.LOBBY, "x".repeat(3_000), false, null));
        for (int turn = 0; turn < 8; turn++) {
            bob.send("bob> more\0");
            assertThat(bob.received().getBytes(UTF_8)).hasSizeBetween(1, 512);
        }
    }

    @Test
    void runOfNulsAndALineEndBeforeThemAreOneEnd() {
        TestClient bob = testClient();
        bob.send("bob> hi\0\0\0");
        bob.send("\0\0\0");
        assertThat(bob.received())
                .isEqualTo("Server> You are in lobby. No one else is here yet. /help lists the commands.\n");

        bob.send("bob> again\n\0\0\0");
        bob.advanceTime(SILENCE);

        assertThat(bob.received()).isEqualTo("Server> ok, 1 here\n");
        assertThat(published()).containsExactly("bob: hi", "bob: again");
    }

    @Test
    void clientThatSendsCrLfReceivesCrLf() {
        TestClient bob = testClient();
        bob.send("bob> hi\r\n");

        assertThat(bob.received())
                .isEqualTo("Server> You are in lobby. No one else is here yet. /help lists the commands.\r\n");
        assertThat(published()).containsExactly("bob: hi");
    }

    @Test
    void halfACharacterIsCompletedByTheNextRead() {
        TestClient bob = testClient();
        bob.send(SplitInput.raw("bob> h\u00c3"));
        bob.advanceTime(SILENCE.plusMillis(50));
        bob.send(SplitInput.raw("\u00a4"));
        bob.advanceTime(SILENCE);

        assertThat(published()).containsExactly("bob: hä");
    }
}
