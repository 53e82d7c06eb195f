package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** Checks the levels of rooms with the table that the tests of the page's modules use as well. */
class RoomLevelsTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private Instant now = Instant.parse("2026-11-30T21:15:00Z");
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return BERLIN;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return now;
        }
    };
    private final RoomLevels levels = new RoomLevels(clock);

    private static List<?> table(String part) {
        Map<?, ?> tables =
                new JsonMapper().readValue(Path.of("src/test/js/levels.json").toFile(), Map.class);
        return (List<?>) tables.get(part);
    }

    private static List<?> effects() {
        return table("effects");
    }

    private static List<?> mutes() {
        return table("mutes");
    }

    @ParameterizedTest
    @MethodSource("effects")
    void levelDecidesWhatAMessageDoes(Map<String, Object> row) {
        levels.set("tea", String.valueOf(row.get("level")));

        assertThat(levels.effectOf("tea", Boolean.TRUE.equals(row.get("mention"))))
                .as("%s", row)
                .hasToString(String.valueOf(row.get("effect")).toUpperCase(Locale.ROOT));
        assertThat(levels.effectOf("other", false)).isEqualTo(RoomLevels.Effect.COUNT);
    }

    @ParameterizedTest
    @MethodSource("mutes")
    void muteEndsAtALocalTimeAndThenTheRoomHasItsLevelAgain(Map<String, String> row) {
        now = LocalDateTime.parse(row.get("at")).atZone(BERLIN).toInstant();
        levels.set("tea", "all");
        levels.set("tea", row.get("mute"));
        Instant end = LocalDateTime.parse(row.get("until")).atZone(BERLIN).toInstant();

        assertThat(levels.of("tea")).isEqualTo(new RoomLevels.State(RoomLevels.Level.ALL, end));
        assertThat(levels.of("tea").isQuiet()).isTrue();
        now = end.minusMillis(1);
        assertThat(levels.effectOf("tea", true)).isEqualTo(RoomLevels.Effect.NONE);
        now = end;
        assertThat(levels.effectOf("tea", false)).isEqualTo(RoomLevels.Effect.ALERT);
        assertThat(levels.of("tea").isQuiet()).isFalse();
    }

    @Test
    void levelsOfTheLatestRoomsAreKept() {
        for (int i = 0; i <= 200; i++) {
            levels.set("room" + i, "nothing");
        }

        assertThat(levels.of("room0").level()).isEqualTo(RoomLevels.Level.DEFAULT);
        assertThat(levels.of("room1").level()).isEqualTo(RoomLevels.Level.NOTHING);
        levels.set("room1", "OFF");
        assertThat(levels.of("room1").level()).isEqualTo(RoomLevels.Level.DEFAULT);
    }
}
