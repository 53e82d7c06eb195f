package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ParsedInputTest {

    @Test
    void lineIsTextUnlessItIsACommand() {
        assertThat(ParsedInput.parse("hello ")).isEqualTo(new ParsedInput.Text("hello", false));
        assertThat(ParsedInput.parse("//etc")).isEqualTo(new ParsedInput.Text("/etc", false));
        assertThat(ParsedInput.parse("/me waves")).isEqualTo(new ParsedInput.Text("waves", true));
        assertThat(ParsedInput.parse("  ")).isEqualTo(new ParsedInput.Empty());
        assertThat(ParsedInput.parse("/Join Dev")).isEqualTo(new ParsedInput.Command("join", "Dev", "/Join Dev"));
        assertThat(ParsedInput.parse("\\quit")).isEqualTo(new ParsedInput.Command("quit", "", "\\quit"));
        assertThat(ParsedInput.parse("\\\\o/")).isEqualTo(new ParsedInput.Text("\\o/", false));
        assertThat(ParsedInput.parse("\\o/")).isEqualTo(new ParsedInput.Command("o/", "", "\\o/"));
        assertThat(ParsedInput.parse("/PART #java"))
                .isEqualTo(new ParsedInput.Command("leave", "#java", "/PART #java"));
        assertThat(ParsedInput.parse("\u200b \u2800")).isEqualTo(new ParsedInput.Empty());
        assertThat(ParsedInput.parse("one\ntwo")).isEqualTo(new ParsedInput.Text("one\ntwo", false));
    }
}
