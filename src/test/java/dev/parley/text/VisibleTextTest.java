package dev.parley.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \t\n",
                "\u00a0\u3000\u2028\u2003",
                "\u200b",
                "\u200e\u200f\u202a\u202c",
                "\u2060 \ufeff",
                "\u00ad",
                "\u2800",
                "\u3164",
                "\u115f\u1160",
                "\uffa0",
                "\u034f",
                "\u061c",
                "\u17b4\u17b5",
                "\u180b\u180e",
                "\ufe0e\ufe0f",
                "\udb40\udc41\udb40\udc7f",
                "\udb40\udd00",
                "\ud834\udd59",
                "\u0007\u001b",
                " \u200b\u3164\u00ad \ufe0f\u2800\u2060 ",
            })
    void textOfInvisibleCharactersIsNotVisible(String text) {
        assertThat(VisibleText.isVisible(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".",
                "\u200ba",
                "❤\ufe0f",
                "👩\u200d🚀",
                "\u0600",
                "\ufffd",
                "🏴\udb40\udc67\udb40\udc7f",
                "e\u0301",
                "ᄀ"
            })
    void textWithOneVisibleCharacterIsVisible(String text) {
        assertThat(VisibleText.isVisible(text)).isTrue();
    }
}
