package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the countable part of plain English in comments, string literals, texts of the page and documents. */
class ProseTest {

    /** Maps the name of a rule to the text that breaks it. */
    private static final Map<String, Pattern> RULES = new LinkedHashMap<>();

    static {
        rule("a sentence headed by who or what", "(?:^|[.!?:]\\s+)(?:Who|Whoever|What|Whatever)\\b(?![^.!]*\\?)");
        rule("a person for a technical role", "(?i)\\b(?:somebody|nobody|everybody|anybody|whoever|whatever)\\b");
        rule("a figure of speech", "(?i)\\b(?:is|are|was|were|be|being) (?:told|let in)\\b");
        rule("a figure of speech", "(?i)\\b(?:hears|says|sent off|sends off|turned away|turns away|told off)\\b");
        rule("come back for resume or reconnect", "(?i)\\b(?:come|comes|came|coming) back\\b");
        rule("a translated negation", "(?i)\\bthat there (?:is|are) not\\b");
    }

    private static final Pattern JAVA_TEXT = Pattern.compile(
            "(?<block>/\\*.*?\\*/)|(?<line>(?:[ \\t]*//[^\\n]*\\n?)+)|\"\"\"(?<text>.*?)\"\"\"|\"(?<string>(?:\\\\.|[^\"\\\\\\n])*)\"|'(?:\\\\.|[^'\\\\])'",
            Pattern.DOTALL);

    private static void rule(String name, String regex) {
        RULES.put(name + " " + RULES.size(), Pattern.compile(regex, Pattern.MULTILINE));
    }

    @Test
    void mainSourcesAreWrittenInPlainEnglish() throws IOException {
        List<Path> sources = files("src/main/java", ".java");

        assertThat(sources).hasSizeGreaterThan(300);
        assertThat(findings(sources, ProseTest::javaProse)).isEmpty();
    }

    @Test
    void testSourcesAreWrittenInPlainEnglish() throws IOException {
        List<Path> sources = files("src/test/java", ".java").stream()
                .filter(file -> !file.endsWith("ProseTest.java"))
                .toList();

        assertThat(sources).hasSizeGreaterThan(200);
        assertThat(findings(sources, ProseTest::javaComments)).isEmpty();
    }

    @Test
    void pageIsWrittenInPlainEnglish() throws IOException {
        assertThat(findings(
                        files("src/main/resources", "messages.properties", ".html", ".js", ".css"), ProseTest::whole))
                .isEmpty();
    }

    @Test
    void documentsAreWrittenInPlainEnglish() throws IOException {
        List<Path> documents =
                new ArrayList<>(List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md"), Path.of("CHANGELOG.md")));
        documents.addAll(files("docs", ".md"));
        documents.addAll(files("bench", ".md"));
        assertThat(findings(documents, ProseTest::markdownProse)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/** Whoever joins gets a name. */",
                "/** Opens it. What is read is kept. */",
                "// Nobody waits here.\n",
                "throw new X(\"The client is told so.\");",
                "log(\"bob was sent off\");",
                "/** A client that comes back resumes. */",
                "/** A setting that there is not. */"
            })
    void brokenRulesAreFound(String source) {
        assertThat(problems(javaProse(source))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/** Returns what the client sent, and who sent it. */",
                "int somebody = whoever(nobody);",
                "// What does a client send that is not ready? Nothing.\n",
                "code(\"sent-off\");"
            })
    void plainSentencesPass(String source) {
        assertThat(problems(javaProse(source))).isEmpty();
    }

    private interface Extraction {
        List<String> prose(String file);
    }

    private static List<String> findings(List<Path> files, Extraction extraction) {
        return files.stream()
                .flatMap(file -> problems(extraction.prose(read(file))).stream().map(problem -> file + ": " + problem))
                .toList();
    }

    private static List<String> problems(List<String> texts) {
        return texts.stream()
                .flatMap(text -> RULES.entrySet().stream()
                        .flatMap(rule -> rule.getValue().matcher(text).results().map(found -> quote(text, found))))
                .toList();
    }

    private static String quote(String text, MatchResult found) {
        int from = Math.max(0, found.start() - 20);
        return "“"
                + text.substring(from, Math.min(text.length(), found.end() + 40))
                        .replace('\n', ' ') + "”";
    }

    /** Returns comments and string literals; each is one text, without comment marks and Javadoc tags' names. */
    private static List<String> javaProse(String source) {
        return JAVA_TEXT
                .matcher(source)
                .results()
                .map(found -> prose(found.group()))
                .filter(text -> !text.isBlank())
                .toList();
    }

    /** Returns comments only, because the string literals of tests include messages of users. */
    private static List<String> javaComments(String source) {
        return JAVA_TEXT
                .matcher(source)
                .results()
                .map(MatchResult::group)
                .filter(text -> text.strip().startsWith("/"))
                .map(ProseTest::prose)
                .toList();
    }

    private static String prose(String literal) {
        return literal.replaceAll("(?m)^\\s*(?:/\\*\\*?|\\*/|\\*|//)[ \\t]?", "")
                .replaceAll("\\*/$", "")
                .replaceAll("^\"+|\"+$", "")
                .replaceAll("@(?:param\\s+\\S+|return|throws\\s+\\S+)\\s+", "\n")
                .replaceAll("\\{@(?:link|code)\\s+([^}]*)}", "$1")
                .strip();
    }

    private static List<String> whole(String file) {
        return List.of(file.replaceAll("(?m)^\\s*(?:/\\*\\*?|\\*|//)[ \\t]?", ""));
    }

    /** Returns the paragraphs of a document without its code. */
    private static List<String> markdownProse(String document) {
        String text = document.replaceAll("(?s)```.*?```", "").replaceAll("`[^`\\n]*`", "x");
        return Stream.of(text.split("\\n\\s*\\n|\\n(?=[#|*-])"))
                .map(paragraph -> paragraph.replaceAll("^[#|*\\s-]+", ""))
                .toList();
    }

    private static List<Path> files(String folder, String... endings) throws IOException {
        if (!Files.isDirectory(Path.of(folder))) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
                    .sorted()
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
