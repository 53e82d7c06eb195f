package dev.parley.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.MessageHistory.StoredRoom;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.session.Session;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks the command of the operator that removes a room. */
class RemoveCommandTest {

    private static final RoomName TEA = new RoomName("tea");

    private final ConsoleFixture fixture = new ConsoleFixture();
    private final Session ada = fixture.joinLobby("ada", "192.0.2.7");

    private List<String> stored() {
        return fixture.history.rooms().toCompletableFuture().join().stream()
                .map(StoredRoom::room)
                .map(RoomName::text)
                .sorted()
                .toList();
    }

    private void useTea() {
        ada.join(TEA, new ReplayFrom.Last(0));
        ada.publish(TEA, "hello", false, null);
    }

    @Test
    void roomWithoutUsersIsRemovedWithItsMessagesAfterAConfirmation() {
        useTea();
        ada.leave(TEA);

        assertThat(fixture.execute("/remove tea"))
                .isEqualTo("This deletes all messages of tea, which has 0 users. To confirm, type /close tea yes");
        assertThat(stored()).contains("tea");

        assertThat(fixture.execute("/remove #Tea yes")).isEqualTo("tea was closed.");
        assertThat(stored()).doesNotContain("tea");
        assertThat(fixture.chatServer.roomRegistry().find(TEA)).isEmpty();
        assertThat(fixture.messages("tea")).isEmpty();
    }

    @Test
    void usersReceiveANoticeAndLeave() {
        useTea();
        assertThat(fixture.execute("/remove tea")).contains("which has 1 user.");

        var removed = fixture.chatServer.removeRoom(TEA).toCompletableFuture();
        assertThat(fixture.messages("tea"))
                .extracting(message -> message.name() + ": " + message.text())
                .containsExactly("ada: hello", "Server: The operator removes this room with its messages.");
        assertThat(ada.isIn(TEA)).isTrue();
        fixture.scheduler.advanceTime(Duration.ofSeconds(1));

        assertThat(removed).isCompletedWithValue(true);
        assertThat(ada.isIn(TEA)).isFalse();
        assertThat(ada.rooms()).containsExactly(RoomName.LOBBY);
        assertThat(stored()).doesNotContain("tea");
    }

    @Test
    void lobbyAndUnknownRoomsAreNotRemoved() {
        assertThat(fixture.execute("/remove lobby yes")).isEqualTo("The lobby cannot be closed.");
        assertThat(fixture.execute("/remove nowhere yes")).contains("There is no room “nowhere”");
        assertThat(fixture.execute("/remove")).contains("/close ROOM");
        assertThat(fixture.chatServer.removeRoom(RoomName.LOBBY)).isCompletedWithValue(false);
        assertThat(fixture.chatServer.roomRegistry().find(RoomName.LOBBY)).isPresent();
    }
}
