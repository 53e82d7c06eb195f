package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.Notifications.Bell;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks the forms of {@code /quiet} for a user in the rooms lobby and tea. */
class QuietCommandTest {

    private final Notifications notifications = new Notifications(
            Bell.MENTIONS, new RoomLevels(Clock.fixed(Instant.parse("2026-11-30T22:15:00Z"), ZoneOffset.UTC)));

    private String quiet(String rest) {
        return QuietCommand.run(rest, "lobby", List.of("lobby", "tea")::contains, notifications);
    }

    @Test
    void levelIsSetForTheCurrentOrForANamedRoom() {
        assertThat(quiet("")).isEqualTo("lobby: all messages count. /bell sets which ring the bell.");
        assertThat(quiet("nothing")).isEqualTo("lobby: no message counts or rings the bell.");
        assertThat(quiet("#Tea  MENTIONS")).isEqualTo("tea: only mentions count and ring the bell.");
        assertThat(quiet("tea all")).isEqualTo("tea: all messages count and ring the bell.");
        assertThat(quiet("tea")).isEqualTo("tea: all messages count and ring the bell.");
        assertThat(quiet("")).isEqualTo("lobby: no message counts or rings the bell.");
        assertThat(quiet("lobby off")).isEqualTo("lobby: all messages count. /bell sets which ring the bell.");
    }

    @Test
    void muteNamesItsEnd() {
        assertThat(quiet("1h")).isEqualTo("lobby: no message counts or rings the bell until Monday 23:15.");
        assertThat(quiet("tea tomorrow")).isEqualTo("tea: no message counts or rings the bell until Tuesday 08:00.");
    }

    @Test
    void bellThatIsOffIsNamed() {
        notifications.setBell(Bell.OFF);

        assertThat(quiet("all"))
                .isEqualTo("lobby: all messages count and ring the bell. The bell is off: /bell mentions");
    }

    @Test
    void otherRoomsAndWordsAreAnsweredWithTheForms() {
        assertThat(quiet("java all"))
                .startsWith("You are not in a room called “java”.")
                .endsWith(QuietCommand.USAGE);
        assertThat(quiet("loudly")).startsWith("You are not in a room called “loudly”.");
        assertThat(quiet("tea very all")).isEqualTo(QuietCommand.USAGE);
    }
}
