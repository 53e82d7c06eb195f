package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordWrapTest {

    private static final int WIDTH = 24;

    private static String wrap(String text) {
        return WordWrap.wrap(text, WIDTH);
    }

    @Test
    void lineThatFitsStaysAsItIs() {
        String text = "12:03 <ada> 12345678901\n  two  blanks";

        assertThat(wrap(text)).isEqualTo(text);
    }

    @Test
    void linesBreakBetweenWordsAndLaterRowsAreIndented() {
        assertThat(wrap("12:03 <ada> one two three four five six seven"))
                .isEqualTo("12:03 <ada> one two\n      three four five\n      six seven");
    }

    @Test
    void wideCharactersHaveTwoColumnsAndBreakAnywhereButBeforeASign() {
        assertThat(wrap("12:03 <ada> 漢字漢字漢字漢字")).isEqualTo("12:03 <ada> 漢字漢字漢字\n      漢字");
        assertThat(wrap("12:03 <ada> 漢字漢字漢字。漢字")).isEqualTo("12:03 <ada> 漢字漢字漢\n      字。漢字");
        assertThat(wrap("12:03 <ada> 12345678 😀")).isEqualTo("12:03 <ada> 12345678 😀");
        assertThat(wrap("12:03 <ada> 12345678 12 😀")).isEqualTo("12:03 <ada> 12345678 12\n      😀");
    }

    @Test
    void longWordIsBrokenOnlyIfNoRowHoldsIt() {
        assertThat(wrap("12:03 <ada> 123456789012345678")).isEqualTo("12:03 <ada>\n      123456789012345678");
        assertThat(wrap("12:03 <ada> 1234567890123456789")).isEqualTo("12:03 <ada> 123456789012\n      3456789");
    }

    @Test
    void urlIsNeverBroken() {
        assertThat(wrap("12:03 <ada> https://a.example/")).isEqualTo("12:03 <ada>\n      https://a.example/");
        assertThat(wrap("12:03 <ada> see https://a.example/one-long-path?of=words and so on and so on"))
                .isEqualTo("12:03 <ada> see https://a.example/one-long-path?of=words and so on and so\n      on");
    }

    @Test
    void colorsHaveNoColumnsAndCombiningMarksStayWithTheirLetter() {
        String name = "<\u001b[36mada\u001b[0m>";
        assertThat(wrap("12:03 " + name + " 12345678901")).isEqualTo("12:03 " + name + " 12345678901");
        assertThat(wrap("12:03 " + name + " 123456789 e\u0301 x"))
                .isEqualTo("12:03 " + name + " 123456789 e\u0301\n      x");
        assertThat(wrap("e\u0301".repeat(25))).isEqualTo("e\u0301".repeat(24) + "\n      e\u0301");
    }

    @Test
    void blanksWithinARowStayAndThoseAtABreakDoNot() {
        assertThat(wrap("12:03 <ada> a   b   ccccccccccc")).isEqualTo("12:03 <ada> a   b\n      ccccccccccc");
    }

    @Test
    void eachLineOfATextIsWrapped() {
        assertThat(wrap("12:03 <ada> one\n      and two and three and four"))
                .isEqualTo("12:03 <ada> one\n      and two and three\n      and four");
    }

    @Test
    void narrowTerminalGetsLinesAsTheyAre() {
        assertThat(WordWrap.wrap("12:03 <ada> one two three four", 19)).isEqualTo("12:03 <ada> one two three four");
    }
}
