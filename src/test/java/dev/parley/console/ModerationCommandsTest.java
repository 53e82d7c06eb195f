package dev.parley.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.StorageException;
import dev.parley.chat.session.Session;
import dev.parley.text.RoomName;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the commands that ban and mute users. */
class ModerationCommandsTest {

    private final ConsoleFixture consoleFixture = new ConsoleFixture();

    @Test
    void banReportsItsScopeAndTheDisconnectedUsersAndCanBeLifted() {
        consoleFixture.joinLobby("bob", "192.0.2.7");

        assertThat(consoleFixture.execute("/ban BOB 30"))
                .matches("BOB is banned until \\d\\d:\\d\\d UTC, 30 minutes from now: the nickname,"
                        + " the user under any nickname, the address 192\\.0\\.2\\.7\\. Disconnected: bob\\.");
        assertThat(consoleFixture.disconnectReasons).extracting("code").containsExactly("banned");
        assertThat(consoleFixture.execute("/unban")).contains("BOB is banned until", "192.0.2.7");
        assertThat(consoleFixture.execute("/unban bob")).isEqualTo("BOB is no longer banned.");
        assertThat(consoleFixture.execute("/unban")).isEqualTo("No one is banned.");
        consoleFixture.joinLobby("bob", "192.0.2.7");
    }

    @Test
    void reasonAfterForeverMayBeginWithADigit() {
        consoleFixture.joinLobby("bob", "192.0.2.7");

        assertThat(consoleFixture.execute("/ban bob 3 strikes")).startsWith("bob is banned until");
        assertThat(consoleFixture.execute("/ban bob forever 3 strikes")).startsWith("bob is banned: the nickname");
        assertThat(consoleFixture.execute("/unban")).endsWith("By console: 3 strikes.");
        assertThat(consoleFixture.execute("/mute eve FOREVER")).startsWith("eve is muted: the nickname");
        assertThat(consoleFixture.execute("/unmute")).endsWith("By console.");
    }

    @Test
    void banOfALinkLocalAddressIgnoresItsScope() {
        consoleFixture.joinLobby("bob", "fe80:0:0:0:0:0:0:7%2");
        consoleFixture.joinLobby("eve", "fe80::8%2");

        assertThat(consoleFixture.execute("/ban fe80::7%eth7")).startsWith("fe80::7 is banned. Disconnected: bob.");
        assertThat(consoleFixture.disconnectReasons).extracting("code").containsExactly("banned");
        assertThat(consoleFixture.execute("/unban fe80::7")).isEqualTo("fe80::7 is no longer banned.");
    }

    @Test
    void userIsNamedInAFormOfAddress() {
        consoleFixture.joinLobby("bob", "192.0.2.7");
        consoleFixture.joinLobby("@eve", "192.0.2.8");

        assertThat(consoleFixture.execute("/mute @bob")).startsWith("bob is muted");
        assertThat(consoleFixture.execute("/unmute bob,")).isEqualTo("bob is no longer muted.");
        assertThat(consoleFixture.execute("/mute @eve")).startsWith("@eve is muted");
        assertThat(consoleFixture.execute("/unmute @eve")).isEqualTo("@eve is no longer muted.");
        assertThat(consoleFixture.execute("/kick @bob")).isEqualTo("bob was kicked.");
    }

    @Test
    void banReportsWhyItDoesNotApplyToAnAddress() {
        consoleFixture.joinLobby("bob", "192.0.2.7");
        consoleFixture.joinLobby("ada", "192.0.2.7");
        consoleFixture.joinLobby("cyd", "127.0.0.1");
        consoleFixture.joinLobby("eve", "127.0.0.1");

        assertThat(consoleFixture.execute("/ban bob"))
                .isEqualTo("bob is banned: the nickname, the user under any nickname. Disconnected: bob.\n"
                        + "It does not apply to the address 192.0.2.7, since ada came from there, too.");
        assertThat(consoleFixture.execute("/ban cyd"))
                .contains("It does not apply to the address 127.0.0.1, since that is this machine");
        assertThat(consoleFixture.execute("/ban dee"))
                .contains("No user dee was online lately, so it applies to the name only.");
    }

    @Test
    void addressIsBannedInEveryNotation() {
        consoleFixture.joinLobby("bob", "0:0:0:0:0:0:0:1");

        assertThat(consoleFixture.execute("/ban ::1 5"))
                .contains("::1 is banned until", "Disconnected: bob.", "this machine", "/unban");
        assertThat(consoleFixture.chatServer.sanctionEnforcer().checkAddress("0:0:0:0:0:0:0:1"))
                .isPresent();
        assertThat(consoleFixture.chatServer.sanctionEnforcer().checkAddress("127.0.0.1"))
                .isPresent();
        assertThat(consoleFixture.chatServer.sanctionEnforcer().checkAddress("192.0.2.7"))
                .isEmpty();
        assertThat(consoleFixture.execute("/unban ::1")).isEqualTo("::1 is no longer banned.");
        assertThat(consoleFixture.chatServer.sanctionEnforcer().checkAddress("0:0:0:0:0:0:0:1"))
                .isEmpty();
    }

    @Test
    void mutedUserStaysConnectedAndItsMessagesAreRefused() {
        Session bob = consoleFixture.joinLobby("bob", "192.0.2.7");

        assertThat(consoleFixture.execute("/mute bob 10")).startsWith("bob is muted until");
        Refusal refusal = (Refusal) bob.publish(RoomName.LOBBY, "hello", false, null)
                .toCompletableFuture()
                .join();
        assertThat(refusal.code()).isEqualTo("muted");
        assertThat(consoleFixture.messages("lobby")).isEmpty();
        assertThat(consoleFixture.disconnectReasons).isEmpty();
        assertThat(consoleFixture.execute("/unmute")).contains("bob is muted until");
        assertThat(consoleFixture.execute("/unmute bob")).isEqualTo("bob is no longer muted.");
        bob.publish(RoomName.LOBBY, "hello", false, null);
        assertThat(consoleFixture.messages("lobby")).hasSize(1);
    }

    @Test
    void expiredMuteIsNotListed() {
        consoleFixture.execute("/mute bob 10");
        consoleFixture.scheduler.advanceTime(Duration.ofMinutes(10));

        assertThat(consoleFixture.execute("/unmute")).isEqualTo("No one is muted.");
    }

    @Test
    void replyReportsThatABanCouldNotBeStored() {
        consoleFixture.history.failWritesWith(new StorageException("full", true, new IllegalStateException()));

        assertThat(consoleFixture.execute("/ban bob"))
                .contains("It could not be stored, and applies until the server stops.");
        assertThat(consoleFixture.chatServer.sanctionEnforcer().checkAddress("192.0.2.7"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/ban|Say whom",
                "/ban bob tomorrow|bob is banned: the nickname.",
                "/ban bob 30m|a number of minutes",
                "/ban bob -5|a number of minutes",
                "/ban bob 0|a number of minutes",
                "/ban bob 9999999|a number of minutes",
                "/ban Server|reserved",
                "/ban much-too-long|at most 10",
                "/mute|Say whom",
                "/mute 192.0.2.7|192.0.2.7 is muted",
                "/unban bob|“bob” is not banned. /unban lists who is.",
                "/unmute bob|“bob” is not muted. /unmute lists who is.",
            })
    void commandChecksItsArguments(String typed, String answer) {
        assertThat(consoleFixture.execute(typed)).contains(answer);
    }
}
