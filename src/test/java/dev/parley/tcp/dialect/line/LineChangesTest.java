package dev.parley.tcp.dialect.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.session.TestChatServer;
import dev.parley.tcp.OpenPort;
import dev.parley.tcp.TestClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Edits, deletions, replies and reactions on a terminal. */
class LineChangesTest {

    private final TestChatServer server = new TestChatServer();
    private final TestClient ada = TestClient.loggedIn(server, "ada");
    private final TestClient bob = TestClient.loggedIn(server, "bob");

    /** Runs the tasks of all connections, as a command of one causes events of another. */
    private void settle() {
        for (int i = 0; i < 3; i++) {
            ada.settle();
            bob.settle();
        }
    }

    private String sendAndReceive(TestClient from, String line, TestClient to) {
        settle();
        ada.received();
        bob.received();
        from.send(line + "\n");
        settle();
        return to.received();
    }

    @Test
    void editAndDeletionAreLinesOfTheServer() {
        ada.send("the tee\n");
        server.advanceTime(Duration.ofMinutes(6));

        assertThat(sendAndReceive(ada, "/edit the tea", bob)).isEqualTo("12:06 *** ada edited: the tea\n");
        assertThat(sendAndReceive(ada, "/delete", bob)).isEqualTo("12:06 *** ada deleted a message of 12:00\n");
    }

    @Test
    void ownChangeIsShown() {
        ada.send("the tee\n");

        assertThat(sendAndReceive(ada, "/edit the tea", ada)).isEqualTo("12:00 *** ada edited: the tea\n");
        assertThat(sendAndReceive(ada, "/delete 1", ada)).isEqualTo("12:00 *** ada deleted a message of 12:00\n");
        assertThat(sendAndReceive(ada, "/delete 1", ada)).isEqualTo("*** The message was deleted before.\n");
    }

    @Test
    void replyHasTheFirstWordsOfItsTarget() {
        ada.send("shall we have some tea at the usual place?\n");

        assertThat(sendAndReceive(bob, "/reply 1 yes", ada))
                .isEqualTo("12:00 <bob> (ada: shall we have some tea at the…) yes\n");
    }

    @Test
    void reactionsAreGathered() {
        TestClient cyd = TestClient.loggedIn(server, "cyd");
        ada.send("tea?\n");
        bob.send("/react 1 👍\n");
        cyd.send("/react 1 👍\n");
        ada.send("/react 1 ❤\n");
        settle();
        cyd.settle();
        settle();
        bob.received();

        server.advanceTime(Duration.ofSeconds(3));
        bob.advanceTime(Duration.ofSeconds(3));

        assertThat(bob.received()).isEqualTo("""
                        12:00 --- bob, cyd reacted 👍 to a message of 12:00
                        12:00 --- ada reacted ❤️ to a message of 12:00
                        """);
    }

    @Test
    void replayShowsMessagesAsTheyAreNow() {
        ada.send("one\n");
        ada.send("two\n");
        ada.send("/edit 2\n");
        settle();
        ada.send("/delete 2\n");
        settle();
        bob.send("/react 1 👍\n");
        settle();
        TestClient cyd = TestClient.of(server, OpenPort.dialects(server.chatServer));

        cyd.send("cyd\n");

        assertThat(cyd.received())
                .contains("12:00 <ada> (deleted)\n12:00 <ada> 2 (edited)\n*** Type to talk.")
                .doesNotContain("one", "two", "reacted");
    }

    @Test
    void changesOfAnIgnoredUserAreHidden() {
        ada.send("tea?\n");
        bob.send("yes\n");
        sendAndReceive(ada, "/ignore bob", ada);

        assertThat(sendAndReceive(bob, "/edit no", ada)).isEmpty();
        assertThat(sendAndReceive(bob, "/react 2 👍", ada)).isEmpty();
        ada.advanceTime(Duration.ofSeconds(3));
        assertThat(ada.received()).isEmpty();
        assertThat(sendAndReceive(bob, "/delete", ada)).isEmpty();
        sendAndReceive(ada, "/unignore bob", ada);
        assertThat(sendAndReceive(bob, "/delete 1", bob)).contains("deleted before");
    }

    @Test
    void commandThatHasNoMessageIsAnswered() {
        assertThat(sendAndReceive(ada, "/edit x", ada)).startsWith("*** You have no message");
        assertThat(sendAndReceive(ada, "/delete 3", ada)).startsWith("*** There is no such message");
        assertThat(sendAndReceive(ada, "/delete 0", ada)).startsWith("*** Say which message");
        assertThat(sendAndReceive(ada, "/reply x y", ada)).startsWith("*** Say to which message");
        assertThat(sendAndReceive(ada, "/react 1", ada)).startsWith("*** Say to which message");
    }
}
