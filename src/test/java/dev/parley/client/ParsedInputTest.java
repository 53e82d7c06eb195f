package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ParsedInputTest {

    @Test
    void lineIsTextUnlessItIsACommand() {
        assertThat(ParsedInput.read("hello ")).isEqualTo(new ParsedInput.Text("hello", false));
        assertThat(ParsedInput.read("//etc")).isEqualTo(new ParsedInput.Text("/etc", false));
        assertThat(ParsedInput.read("/me waves")).isEqualTo(new ParsedInput.Text("waves", true));
        assertThat(ParsedInput.read("  ")).isEqualTo(new ParsedInput.Nothing());
        assertThat(ParsedInput.read("/Join Dev")).isEqualTo(new ParsedInput.Command("join", "Dev", "/Join Dev"));
        assertThat(ParsedInput.read("\\quit")).isEqualTo(new ParsedInput.Command("quit", "", "\\quit"));
        assertThat(ParsedInput.read("one\ntwo")).isEqualTo(new ParsedInput.Text("one\ntwo", false));
    }
}
