package dev.parley.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Checks the rule with the examples that the tests of the page's modules use as well. */
class MentionRuleTest {

    private static List<?> examples() {
        return new JsonMapper().readValue(Path.of("src/test/js/mentions.json").toFile(), List.class);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void exampleIsAMentionOrNot(Map<String, Object> example) {
        boolean toAll = "operator".equals(example.get("by"));

        assertThat(MentionRule.mentions(
                        String.valueOf(example.get("text")), String.valueOf(example.get("name")), toAll))
                .as("%s", example)
                .isEqualTo(example.get("mentioned"));
    }

    @Test
    void textMentionsAllUsersOnlyByTheWordAfterTheSign() {
        assertThat(MentionRule.mentionsAll("tea, @all!")).isTrue();
        assertThat(MentionRule.mentionsAll("@ada, @ALL: tea")).isTrue();
        assertThat(MentionRule.mentionsAll("all: `@all` @allies x@all")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"@", "@a", "@!", "```", "`", "@ada_", "https://", "@a:", "ada,", "[@", "` ", ":"})
    void longTextTakesLinearTime(String part) {
        String text = part.repeat(50_000 / part.length());

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(MentionRule.mentions(text, "bob", true)).isFalse());
    }
}
