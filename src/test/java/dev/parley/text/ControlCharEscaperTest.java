package dev.parley.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ControlCharEscaperTest {

    @Test
    void plainTextOfAnyScriptIsUnchanged() {
        String text = "Grüße, 世界 👩‍👩‍👧 مرحبا \\x1b";

        assertThat(ControlCharEscaper.line(text)).isEqualTo(text);
        assertThat(ControlCharEscaper.lines(text)).containsExactly(text);
    }

    @Test
    void controlCharactersAreEscaped() {
        assertThat(ControlCharEscaper.line("a\u001b[2Jb\u0007c\u007fd\u009be\u0000"))
                .isEqualTo("a\\x1b[2Jb\\x07c\\x7fd\\x9be\\x00");
    }

    @Test
    void directionControlsAreEscaped() {
        assertThat(ControlCharEscaper.line("a\u202eb\u2066c\u2028d")).isEqualTo("a\\u202eb\\u2066c\\u2028d");
    }

    @Test
    void unassignedCodePointsAndSurrogatesAreEscaped() {
        assertThat(ControlCharEscaper.line("\ufdd0\udbff\udfff\ud800")).isEqualTo("\\ufdd0\\u{10ffff}\\ud800");
    }

    @Test
    void tabIsReplacedByASpace() {
        assertThat(ControlCharEscaper.line("a\tb")).isEqualTo("a b");
    }

    @Test
    void lineEndsSplitLinesOrBecomeSpaces() {
        assertThat(ControlCharEscaper.lines("a\r\nb\rc\nd")).containsExactly("a", "b", "c", "d");
        assertThat(ControlCharEscaper.line("a\r\nb\rc\nd")).isEqualTo("a b c d");
    }

    @Test
    void emptyTextIsOneEmptyLine() {
        assertThat(ControlCharEscaper.lines("")).containsExactly("");
    }
}
