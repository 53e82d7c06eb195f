package dev.parley.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.session.TestChatServer.TestSession;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that the users of a room that the operator removes are moved to the lobby. */
class RemovedRoomTest extends DialectTestBase {

    private static final RoomName TEA = new RoomName("tea");
    private static final String SENTENCE = "The operator removed the room tea. You are back in the lobby.";

    private void removeTea() {
        var removed = server.chatServer.removeRoom(TEA).toCompletableFuture();
        server.settle();
        server.advanceTime(Duration.ofSeconds(1));
        server.settle();
        assertThat(removed).isCompletedWithValue(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob\n|/join tea\n|hello\n", "3         bob|9         /join tea|5         hello"})
    void userIsMovedToTheLobbyWithASentence(String dialogue) {
        List<String> parts = List.of(dialogue.split("\\|"));
        TestClient bob = testClient();
        bob.send(parts.get(0));
        bob.send(parts.get(1));
        assertThat(bob.received()).contains("You are in tea.");

        removeTea();
        bob.settle();

        assertThat(bob.received()).contains(SENTENCE).contains("You are in lobby.");
        bob.send(parts.get(2));
        assertThat(published()).containsExactly("bob: hello");
        assertThat(bob.isClosed()).isFalse();
    }

    @Test
    void moveIsNotRefusedByTheRateLimitOfTheUser() {
        TestClient bob = testClient();
        bob.send("bob\n/join tea\n" + "/who\n".repeat(100));
        bob.received();

        removeTea();
        server.advanceTime(Duration.ofMinutes(1));
        bob.settle();

        assertThat(bob.received()).contains(SENTENCE).contains("You are in lobby.");
        assertThat(bob.isClosed()).isFalse();
    }

    @Test
    void userInAnotherRoomReceivesNothing() {
        TestSession ada = server.joinLobby("ada");
        server.join(ada, TEA, new ReplayFrom.Last(0));
        TestClient bob = testClient();
        bob.send("bob\n");
        bob.received();

        removeTea();
        bob.settle();

        assertThat(bob.received()).isEmpty();
        assertThat(ada.session().rooms()).containsExactly(RoomName.LOBBY);
    }
}
