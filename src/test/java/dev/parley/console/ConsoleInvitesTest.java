package dev.parley.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.Stages;
import dev.parley.chat.session.Invites;
import dev.parley.chat.session.Session;
import dev.parley.text.RoomName;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Checks the commands of a console for invitations and private rooms. */
class ConsoleInvitesTest {

    private final ConsoleFixture consoleFixture = new ConsoleFixture();

    @Test
    void consoleInvitesAndRevokesTheInvitationsOfAllUsers() {
        Session ada = consoleFixture.joinLobby("ada", "192.0.2.1");
        Invites invites = consoleFixture.chatServer.roomAccess().invites();

        assertThat(consoleFixture.execute("/invites")).startsWith("There are no invitations that are valid.");
        assertThat(consoleFixture.execute("/invite lobby 5"))
                .startsWith("Invitation 1 to lobby, valid until ")
                .contains("\nhttps://chat.example/?room=lobby#invite=")
                .contains("█");
        Stages.get(invites.create(ada, RoomName.LOBBY, Duration.ofHours(1)));
        assertThat(consoleFixture.execute("/invites"))
                .contains("  1: to lobby, until ")
                .contains("  2: to lobby, until ")
                .endsWith(", by ada");
        assertThat(consoleFixture.execute("/invite revoke 2")).isEqualTo("Invitation 2 has ended.");
        assertThat(Stages.get(invites.all(ada))).isEmpty();
        assertThat(consoleFixture.execute("/invite revoke 2")).startsWith("There is no invitation 2.");
    }

    @Test
    void consoleNamesTheRoomOfAnInvitation() {
        assertThat(consoleFixture.execute("/invite")).startsWith("Say where to");
        assertThat(consoleFixture.execute("/invite 5")).startsWith("Say where to");
        assertThat(consoleFixture.execute("/invite nowhere 5")).startsWith("There is no room “nowhere”.");
    }

    @Test
    void consoleCreatesPrivateRoomsAndReplacesTheirKeys() {
        Session ada = consoleFixture.joinLobby("ada", "192.0.2.1");
        RoomName vault = new RoomName("vault");

        String first = consoleFixture.execute("/private vault");
        assertThat(first).startsWith("vault is a private room. Users enter it with:\n/join vault ");
        assertThat(consoleFixture
                        .chatServer
                        .roomAccess()
                        .isOpenTo(vault, ada.user().id()))
                .isFalse();
        assertThat(consoleFixture.execute("/private vault")).isNotEqualTo(first).contains("/join vault ");
        assertThat(consoleFixture.execute("/invite vault")).startsWith("Invitation 1 to vault");
        assertThat(consoleFixture.execute("/private lobby")).startsWith("There is a room lobby already.");
        assertThat(consoleFixture.execute("/private no room")).isNotBlank();
    }
}
