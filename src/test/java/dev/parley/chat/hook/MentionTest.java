package dev.parley.chat.hook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MentionTest {

    private final Mention bot = new Mention("Bot");

    @ParameterizedTest
    @ValueSource(strings = {"@bot", "hi @Bot!", "(@bot)", "bot: deploy", "BOT, deploy", "  bot: deploy", "see @bot."})
    void nameWithAtAnywhereOrWithAColonOrCommaAtTheBeginningIsAMention(String text) {
        assertThat(bot.isIn(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bot", "hi bot: no", "me@bot.example?x@botany", "@bots", "@bot_2", "robot: x", "bot deploy", ""})
    void otherOccurrencesAreNoMention(String text) {
        assertThat(bot.isIn(text)).isFalse();
    }
}
