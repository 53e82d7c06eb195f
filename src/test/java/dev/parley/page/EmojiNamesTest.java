package dev.parley.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.Emoji;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.webjars.WebJarVersionLocator;
import tools.jackson.databind.json.JsonMapper;

/** Checks that the server accepts each emoji that the page offers as a reaction. */
class EmojiNamesTest {

    @Test
    void eachEmojiOfTheSearchIsAReaction() throws IOException {
        String path = Objects.requireNonNull(
                new WebJarVersionLocator().fullPath("emojilib", "dist/emoji-en-US.json"), "emojilib");
        try (InputStream file = getClass().getClassLoader().getResourceAsStream(path)) {
            Map<?, ?> names = new JsonMapper().readValue(file, Map.class);
            assertThat(names).hasSizeGreaterThan(1_500);
            assertThat(names.keySet().stream().map(Object::toString))
                    .filteredOn(emoji -> Emoji.parse(emoji).isEmpty())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "de"})
    void eachCommonEmojiIsAReactionInItsCanonicalForm(String language) {
        List<String> common = Arrays.stream(PageSite.sentences(Locale.forLanguageTag(language))
                        .get("emoji.common")
                        .split("\\|", -1))
                .map(part -> part.split(" ", 2)[0])
                .toList();
        assertThat(common).hasSizeGreaterThan(20).doesNotHaveDuplicates();
        assertThat(common).allMatch(emoji -> Emoji.parse(emoji).equals(Optional.of(emoji)));
    }
}
