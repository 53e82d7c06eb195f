package dev.parley.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RoomName;
import dev.parley.chat.room.StorageException;
import dev.parley.chat.session.Session;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModerationCommandsTest {

    private final ConsoleFixture consoleFixture = new ConsoleFixture();

    @Test
    void banSaysWhomItHoldsForAndWhoWasSentOff() {
        consoleFixture.guest("bob", "192.0.2.7");

        assertThat(consoleFixture.answerTo("/ban BOB 30"))
                .matches("BOB is banned until \\d\\d:\\d\\d UTC, 30 minutes from now: the name, its person,"
                        + " the address 192\\.0\\.2\\.7\\. Disconnected: bob\\.");
        assertThat(consoleFixture.disconnectReasons).extracting("code").containsExactly("banned");
        assertThat(consoleFixture.answerTo("/unban")).contains("BOB is banned until", "192.0.2.7");
        assertThat(consoleFixture.answerTo("/unban bob")).isEqualTo("BOB is no longer banned.");
        assertThat(consoleFixture.answerTo("/unban")).isEqualTo("No one is banned.");
        consoleFixture.guest("bob", "192.0.2.7");
    }

    @Test
    void banSaysWhyAnAddressIsNotPartOfIt() {
        consoleFixture.guest("bob", "192.0.2.7");
        consoleFixture.guest("ada", "192.0.2.7");
        consoleFixture.guest("cyd", "127.0.0.1");
        consoleFixture.guest("eve", "127.0.0.1");

        assertThat(consoleFixture.answerTo("/ban bob"))
                .isEqualTo("bob is banned: the name, its person. Disconnected: bob.\n"
                        + "It does not apply to the address 192.0.2.7, since ada came from there, too.");
        assertThat(consoleFixture.answerTo("/ban cyd"))
                .contains("It does not apply to the address 127.0.0.1, since that is this machine");
        assertThat(consoleFixture.answerTo("/ban dee"))
                .contains("No user dee was online lately, so it applies to the name only.");
    }

    @Test
    void anAddressIsBannedHoweverItIsWritten() {
        consoleFixture.guest("bob", "0:0:0:0:0:0:0:1");

        assertThat(consoleFixture.answerTo("/ban ::1 5"))
                .contains("0:0:0:0:0:0:0:1 is banned until", "Disconnected: bob.", "this machine", "/unban");
        assertThat(consoleFixture.chatServer.moderation().checkAddress("0:0:0:0:0:0:0:1"))
                .isPresent();
        assertThat(consoleFixture.chatServer.moderation().checkAddress("127.0.0.1"))
                .isPresent();
        assertThat(consoleFixture.chatServer.moderation().checkAddress("192.0.2.7"))
                .isEmpty();
        assertThat(consoleFixture.answerTo("/unban ::1")).isEqualTo("0:0:0:0:0:0:0:1 is no longer banned.");
        assertThat(consoleFixture.chatServer.moderation().checkAddress("0:0:0:0:0:0:0:1"))
                .isEmpty();
    }

    @Test
    void whoIsMutedStaysAndIsRefused() {
        Session bob = consoleFixture.guest("bob", "192.0.2.7");

        assertThat(consoleFixture.answerTo("/mute bob 10")).startsWith("bob is muted until");
        Refusal refusal = (Refusal) bob.publish(RoomName.LOBBY, "hello", false, null)
                .toCompletableFuture()
                .join();
        assertThat(refusal.code()).isEqualTo("muted");
        assertThat(consoleFixture.said("lobby")).isEmpty();
        assertThat(consoleFixture.disconnectReasons).isEmpty();
        assertThat(consoleFixture.answerTo("/unmute")).contains("bob is muted until");
        assertThat(consoleFixture.answerTo("/unmute bob")).isEqualTo("bob is no longer muted.");
        bob.publish(RoomName.LOBBY, "hello", false, null);
        assertThat(consoleFixture.said("lobby")).hasSize(1);
    }

    @Test
    void whatIsOverIsListedNoMore() {
        consoleFixture.answerTo("/mute bob 10");
        consoleFixture.alarms.advanceTime(Duration.ofMinutes(10));

        assertThat(consoleFixture.answerTo("/unmute")).isEqualTo("No one is muted.");
    }

    @Test
    void theOperatorIsToldWhenABanCannotBeWrittenDown() {
        consoleFixture.history.failWritesWith(new StorageException("full", true, new IllegalStateException()));

        assertThat(consoleFixture.answerTo("/ban bob"))
                .contains("It could not be stored, and applies until the server stops.");
        assertThat(consoleFixture.chatServer.moderation().checkAddress("192.0.2.7"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/ban|Say whom",
                "/ban bob tomorrow|a number of minutes",
                "/ban bob 0|a number of minutes",
                "/ban bob 9999999|a number of minutes",
                "/ban bob 5 6|a number of minutes",
                "/ban Server|reserved",
                "/ban much-too-long|at most 10",
                "/mute|Say whom",
                "/mute 192.0.2.7|192.0.2.7 is muted",
                "/unban bob|“bob” is not banned. /unban lists who is.",
                "/unmute bob|“bob” is not muted. /unmute lists who is.",
            })
    void whatMakesNoSenseIsAnsweredWithWhatDoes(String typed, String answer) {
        assertThat(consoleFixture.answerTo(typed)).contains(answer);
    }
}
