package dev.parley.chat.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks queries as typed, and the excerpts of results. */
class SearchParserTest {

    private static SearchParser.Parsed parse(String typed) {
        return new SearchParser(ZoneId.of("Europe/Berlin")).parse(typed);
    }

    private static SearchQuery query(String typed) {
        return Objects.requireNonNull(parse(typed).query());
    }

    private static SearchHit hit(String typed, String text) {
        return SearchHit.of(query(typed), RoomName.LOBBY, new Position("e", 1), Instant.EPOCH, "ada", false, text);
    }

    @Test
    void allPartsOfAQueryAreRecognized() {
        assertThat(query("tea  from:Ada IN:#dev after:2026-11-01 before:2026-11-20 \"two words\" 東京 a:b \"\""))
                .isEqualTo(new SearchQuery(
                        List.of(
                                new SearchTerm("tea", false),
                                new SearchTerm("two words", true),
                                new SearchTerm("東京", true),
                                new SearchTerm("a:b", false)),
                        "Ada",
                        new RoomName("dev"),
                        Instant.parse("2026-11-01T23:00:00Z"),
                        Instant.parse("2026-11-19T23:00:00Z")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|Say what to search for",
                "'  \"\" '|Say what to search for",
                "tea before:yesterday|“before:yesterday” needs a day",
                "after:2026-02-30|needs a day",
                "after:-999999999-01-01|needs a day",
                "before:+999999999-12-31|needs a day",
                "after:-0001-12-31|needs a day",
                "in:a!|is not the name of a room",
                "a b c d e f g h i j k|at most 10 words",
            })
    void queryThatCannotRunIsExplained(String typed, String problem) {
        assertThat(parse(typed).query()).isNull();
        assertThat(parse(typed).problem()).contains(problem);
    }

    @Test
    void queryOfTooManyCharactersIsRefused() {
        assertThat(parse("x".repeat(200)).query()).isNotNull();
        assertThat(parse("x".repeat(201)).problem()).contains("200 characters");
    }

    @Test
    void excerptContainsTheFirstPlaceAndMarksAllOfThem() {
        SearchHit hit = hit("tea 👍", "a ".repeat(200) + "Green\nTÉA 👍 and tea" + " b".repeat(200));

        assertThat(hit.excerpt()).startsWith("…a a").endsWith(" b…").contains("Green TÉA 👍 and tea");
        assertThat(hit.excerpt().length()).isLessThanOrEqualTo(202);
        assertThat(hit.marks().stream().map(mark -> hit.excerpt().substring(mark.from(), mark.to())))
                .containsExactly("TÉA", "👍", "tea");
    }

    @Test
    void marksNeverOverlapAndExcerptsNeverSplitACharacter() {
        assertThat(hit("\"aba\" \"ab\"", "ababa").marks()).containsExactly(new SearchHit.Mark(0, 3));
        assertThat(hit("x", "😀".repeat(300)).excerpt())
                .doesNotContain("\ud83d…")
                .endsWith("😀…");
    }
}
