package dev.parley.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that the message bundles and the keys in scripts and templates match. */
class PageMessagesTest {

    private static final Pattern IN_SCRIPTS = Pattern.compile("'([a-z]+(?:\\.[a-z]+)+)'");
    private static final Pattern IN_TEMPLATES = Pattern.compile("#\\{([a-z.]+)");
    private static final Pattern FORM = Pattern.compile("(.*)\\.(zero|one|two|few|many|other)");

    private final Map<String, String> sentences = PageSite.sentences();

    @Test
    void everyUsedSentenceIsInTheBundle() throws IOException {
        Set<String> used = used();
        used.removeAll(sentences.keySet());
        used.removeIf(key -> sentences.containsKey(key + ".other"));
        assertThat(used).isEmpty();
    }

    @Test
    void everySentenceOfTheBundleIsUsed() throws IOException {
        Set<String> used = used();
        assertThat(sentences.keySet().stream()
                        .filter(key -> !used.contains(key))
                        .filter(key -> !used.contains(FORM.matcher(key).replaceFirst("$1")))
                        // Scripts compose these keys from a state.
                        .filter(key -> !key.startsWith("via.") && !key.startsWith("page.theme."))
                        .filter(key -> !key.startsWith("level.") && !key.startsWith("quiet."))
                        .filter(key -> !key.endsWith(".several") || !used.contains(key.replace(".several", "")))
                        .filter(key -> !key.equals("message.retry") && !key.equals("message.discard")))
                .isEmpty();
    }

    @Test
    void bundlesDefineEachKeyOnce() throws IOException {
        Pattern key = Pattern.compile("(?m)^([A-Za-z0-9._-]+)=");
        for (String bundle : List.of("messages.properties", "messages_de.properties")) {
            String content = Files.readString(Path.of("src/main/resources", bundle));
            assertThat(key.matcher(content).results().map(found -> found.group(1)))
                    .as(bundle)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void everyPluralHasItsForms() {
        assertThat(sentences.keySet().stream()
                        .filter(key -> key.endsWith(".one"))
                        .map(key -> key.replaceFirst("one$", "other")))
                .filteredOn(key -> !key.equals("join.try.other") && !key.equals("typing.other"))
                .allMatch(sentences::containsKey);
    }

    @Test
    void noSentenceHasAStraightApostrophe() {
        assertThat(sentences.values()).noneMatch(sentence -> sentence.contains("'"));
    }

    @Test
    void germanHasAllEnglishSentencesWithTheSamePlaceholders() throws IOException {
        Properties german = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("src/main/resources/messages_de.properties"))) {
            german.load(file);
        }
        assertThat(german.stringPropertyNames().stream()
                        .filter(key -> !key.matches("(refusal|reason|sentence|command)\\..*")))
                .containsExactlyInAnyOrderElementsOf(sentences.keySet());
        sentences.forEach((key, english) ->
                assertThat(placeholders(german.getProperty(key))).as(key).isEqualTo(placeholders(english)));
        assertThat(german.values()).noneMatch(sentence -> sentence.toString().contains("'"));
    }

    private static Set<String> placeholders(String sentence) {
        return Pattern.compile("\\{\\d}")
                .matcher(sentence)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> used() throws IOException {
        Set<String> used = new TreeSet<>();
        PageSite.scripts().values().forEach(script -> collect(IN_SCRIPTS, script, used));
        try (Stream<Path> files = Files.walk(Path.of("src/main/resources/templates"))) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                collect(IN_TEMPLATES, Files.readString(file), used);
            }
        }
        return used;
    }

    private static void collect(Pattern pattern, String text, Set<String> keys) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            keys.add(matcher.group(1));
        }
    }
}
