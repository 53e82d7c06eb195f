package dev.parley.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmojiTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "👍",
                "👍🏽",
                "❤️",
                "👨‍👩‍👧‍👦",
                "🏳️‍🌈",
                "🇩🇪",
                "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
                "1️⃣",
                "#️⃣",
                "🏃🏽‍♀️",
                "☺️"
            })
    void emojiIsItsOwnCanonicalForm(String emoji) {
        assertThat(Emoji.parse(emoji)).hasValue(emoji);
    }

    @ParameterizedTest
    @CsvSource({"❤,❤️", "☺,☺️", "❤\uFE0E,❤️", "🏳‍🌈,🏳️‍🌈", "🏃‍♀,🏃‍♀️", "1\u20E3,1️⃣", "👍\uFE0F,👍"})
    void otherSpellingsHaveTheSameCanonicalForm(String typed, String canonical) {
        assertThat(Emoji.parse(typed)).hasValue(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "x",
                "1",
                "#",
                "👍👍",
                "👍 ",
                " 👍",
                ":+1:",
                "👍x",
                "é",
                "\u200D",
                "\uFE0F",
                "🏽‍",
                "🇩",
                "🇩🇩🇩",
                "\uD83D",
                "👍\u0301",
                "©©",
                "<b>",
                "🇽🇽"
            })
    void anythingElseIsNoEmoji(String text) {
        assertThat(Emoji.parse(text)).isEmpty();
    }
}
