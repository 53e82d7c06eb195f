package dev.parley.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RoomName;
import dev.parley.chat.room.StorageException;
import dev.parley.chat.session.Session;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SanctionCommandsTest {

    private final Desk desk = new Desk();

    @Test
    void banSaysWhomItHoldsForAndWhoWasSentOff() {
        desk.guest("bob", "192.0.2.7");

        assertThat(desk.answerTo("/ban BOB 30"))
                .matches("BOB is banned until \\d\\d:\\d\\d UTC, 30 minutes from now: the name, its person,"
                        + " the address 192\\.0\\.2\\.7\\. Sent off: bob\\.");
        assertThat(desk.disconnectReasons).extracting("code").containsExactly("banned");
        assertThat(desk.answerTo("/unban")).contains("BOB is banned until", "192.0.2.7");
        assertThat(desk.answerTo("/unban bob")).isEqualTo("BOB is no longer banned.");
        assertThat(desk.answerTo("/unban")).isEqualTo("Nobody is banned.");
        desk.guest("bob", "192.0.2.7");
    }

    @Test
    void banSaysWhyAnAddressIsNotPartOfIt() {
        desk.guest("bob", "192.0.2.7");
        desk.guest("ada", "192.0.2.7");
        desk.guest("cyd", "127.0.0.1");
        desk.guest("eve", "127.0.0.1");

        assertThat(desk.answerTo("/ban bob"))
                .isEqualTo("bob is banned: the name, its person. Sent off: bob.\n"
                        + "It does not hold for the address 192.0.2.7, since ada came from there, too.");
        assertThat(desk.answerTo("/ban cyd"))
                .contains("It does not hold for the address 127.0.0.1, since that is this machine itself");
        assertThat(desk.answerTo("/ban dee"))
                .contains("Nobody called dee has been here lately, so it holds for the name alone.");
    }

    @Test
    void anAddressIsBannedHoweverItIsWritten() {
        desk.guest("bob", "0:0:0:0:0:0:0:1");

        assertThat(desk.answerTo("/ban ::1 5"))
                .contains("0:0:0:0:0:0:0:1 is banned until", "Sent off: bob.", "this machine itself", "/unban");
        assertThat(desk.chatServer.moderation().checkAddress("0:0:0:0:0:0:0:1")).isPresent();
        assertThat(desk.chatServer.moderation().checkAddress("127.0.0.1")).isPresent();
        assertThat(desk.chatServer.moderation().checkAddress("192.0.2.7")).isEmpty();
        assertThat(desk.answerTo("/unban ::1")).isEqualTo("0:0:0:0:0:0:0:1 is no longer banned.");
        assertThat(desk.chatServer.moderation().checkAddress("0:0:0:0:0:0:0:1")).isEmpty();
    }

    @Test
    void whoIsMutedStaysAndIsRefused() {
        Session bob = desk.guest("bob", "192.0.2.7");

        assertThat(desk.answerTo("/mute bob 10")).startsWith("bob is muted until");
        Refusal refusal = (Refusal) bob.publish(RoomName.LOBBY, "hello", false, null)
                .toCompletableFuture()
                .join();
        assertThat(refusal.code()).isEqualTo("muted");
        assertThat(desk.said("lobby")).isEmpty();
        assertThat(desk.disconnectReasons).isEmpty();
        assertThat(desk.answerTo("/unmute")).contains("bob is muted until");
        assertThat(desk.answerTo("/unmute bob")).isEqualTo("bob is no longer muted.");
        bob.publish(RoomName.LOBBY, "hello", false, null);
        assertThat(desk.said("lobby")).hasSize(1);
    }

    @Test
    void whatIsOverIsListedNoMore() {
        desk.answerTo("/mute bob 10");
        desk.alarms.pass(Duration.ofMinutes(10));

        assertThat(desk.answerTo("/unmute")).isEqualTo("Nobody is muted.");
    }

    @Test
    void theOperatorIsToldWhenABanCannotBeWrittenDown() {
        desk.history.failWritesWith(new StorageException("full", true, new IllegalStateException()));

        assertThat(desk.answerTo("/ban bob"))
                .contains("It could not be written down, and holds until the server ends.");
        assertThat(desk.chatServer.moderation().checkAddress("192.0.2.7")).isEmpty();
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
        assertThat(desk.answerTo(typed)).contains(answer);
    }
}
