package dev.parley.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.Message;
import dev.parley.chat.room.Room;
import dev.parley.chat.session.TestChatServer;
import dev.parley.tcp.TestClient;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Checks {@code /edit} and {@code /delete} of users who are operators, on a terminal. */
class OperatorMessageCommandsTest {

    private final TestChatServer server = new TestChatServer();
    private final TestClient ada = TestClient.loggedIn(server, "ada");
    private final TestClient bob = TestClient.loggedIn(server, "bob");

    private void makeOperator(String name) {
        server.chatServer
                .moderation()
                .setOperators(server.chatServer.users().stream()
                        .filter(user -> user.nickname().text().equals(name))
                        .map(user -> user.id())
                        .collect(Collectors.toSet()));
    }

    private String run(TestClient client, String line) {
        client.received();
        client.send(line + "\n");
        client.settle();
        return client.received();
    }

    private List<String> texts() {
        Room lobby = server.chatServer.roomRegistry().find(RoomName.LOBBY).orElseThrow();
        return server.get(lobby.last(10)).stream().map(Message::text).toList();
    }

    @Test
    void operatorChangesMessagesOfOthersInTheRoomAndElsewhere() {
        ada.send("one\ntwo\nthree\nfour\n");
        ada.settle();
        makeOperator("bob");
        server.advanceTime(Duration.ofMinutes(5));
        ada.send("five\n");
        ada.settle();

        run(bob, "/delete 5");
        run(bob, "/edit #lobby 4 2");
        run(bob, "/delete lobby 3");
        assertThat(texts()).containsExactly("", "2", "", "four", "five");
        assertThat(run(bob, "/delete ada since 3")).contains("1 message was deleted.");
        assertThat(texts()).containsExactly("", "2", "", "four", "");
        assertThat(run(bob, "/delete #lobby ada since 10")).contains("2 messages were deleted.");
    }

    @Test
    void operatorChangesOwnMessageAsAllUsers() {
        bob.send("one\n");
        bob.settle();
        makeOperator("bob");

        run(bob, "/edit 1 for all");
        assertThat(texts()).containsExactly("1 for all");
        run(bob, "/delete");
        assertThat(texts()).containsExactly("");
    }

    @Test
    void otherUsersHaveTheirFormsOnly() {
        ada.send("one\n");
        ada.settle();
        bob.send("two\n");
        bob.settle();

        assertThat(run(bob, "/delete lobby 2")).contains("Say which message, counted from the newest");
        run(bob, "/edit #lobby 2 x");
        assertThat(texts()).containsExactly("one", "#lobby 2 x");
        assertThat(run(bob, "/help delete")).contains("/delete [N]").doesNotContain("since");
        makeOperator("bob");
        assertThat(run(bob, "/help delete")).contains("/delete [N]", "/delete ROOM N | [ROOM] NAME since MINUTES");
    }
}
