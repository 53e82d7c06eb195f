package dev.parley;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.command.Command;
import dev.parley.command.TestCommands;
import dev.parley.config.ParleyProperties;
import dev.parley.config.UnknownSettingCheck;
import dev.parley.console.ConsoleCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Checks tables, links and length of the documents against the program. */
class DocumentsTest {

    private static final Path README = Path.of("README.md");
    private static final Pattern SETTING = Pattern.compile("\\| `([a-z.-]+)` \\| (?:`([^`]*)`)? ?\\| .+ \\|");
    private static final Pattern COMMAND = Pattern.compile("\\| `(/[^`]+)` \\| (.+) \\|");
    private static final Pattern CODE = Pattern.compile("\\| `([a-z-]+)` \\| .+");
    private static final Pattern DECLARED_CODE =
            Pattern.compile("(?:new NicknameViolation\\(|String [A-Z_]+ =)\\s*\"([a-z-]*[a-z])\"");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)(?:#[^)]*)?\\)");

    @Test
    void configurationPageListsEverySettingWithItsDefault() throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        lines("docs/configuration.md")
                .map(SETTING::matcher)
                .filter(Matcher::matches)
                .forEach(row -> settings.put(row.group(1), row.group(2) == null ? "" : row.group(2)));

        settings.keySet().removeIf(name -> !name.startsWith("parley."));
        assertThat(settings).containsExactlyEntriesOf(defaults());
    }

    @Test
    void commandsPageListsEveryCommandWithItsHelp() throws IOException {
        List<String> rows = lines("docs/commands.md")
                .map(COMMAND::matcher)
                .filter(Matcher::matches)
                .map(row -> row.group(1).replace("\\|", "|") + " " + row.group(2))
                .toList();
        List<String> commands = Stream.concat(TestCommands.registry().all().stream(), ConsoleCommands.all().stream())
                .map(DocumentsTest::row)
                .distinct()
                .toList();

        assertThat(rows).containsExactlyElementsOf(commands);
    }

    @Test
    void protocolPageExplainsEveryCode() throws IOException {
        List<String> codes = Stream.of(
                        "protocol/api/RefusalCodes", "protocol/api/DisconnectCodes", "chat/identity/NicknameViolation")
                .map(type -> text(Path.of("src/main/java/dev/parley", type + ".java")))
                .flatMap(source -> DECLARED_CODE.matcher(source).results().map(code -> code.group(1)))
                .toList();
        List<String> explained = Files.readAllLines(Path.of("docs/protocol.md"), UTF_8).stream()
                .map(CODE::matcher)
                .filter(Matcher::matches)
                .map(row -> row.group(1))
                .toList();

        assertThat(codes).hasSizeGreaterThan(30);
        assertThat(Set.copyOf(explained)).isEqualTo(Set.copyOf(codes));
    }

    @Test
    void linksBetweenDocumentsLeadToAFile() throws IOException {
        for (Path page : pages()) {
            Matcher link = LINK.matcher(Files.readString(page, UTF_8));
            while (link.find()) {
                String target = link.group(1);
                if (!target.startsWith("http")) {
                    assertThat(page.resolveSibling(target))
                            .as("linked from %s", page)
                            .exists();
                }
            }
        }
    }

    @Test
    void readmeHasAtMost900Words() throws IOException {
        String text = Files.readString(README, UTF_8).replaceAll("<[^>]+>|[|`#*]", " ");

        assertThat(text.strip().split("\\s+")).hasSizeLessThanOrEqualTo(900);
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(Stream.of(README, Path.of("CONTRIBUTING.md"), Path.of("CHANGELOG.md")), docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String row(Command<?> command) {
        return command.usage() + " " + command.help();
    }

    private static Map<String, String> defaults() {
        Map<String, String> defaults = new LinkedHashMap<>();
        List<String> values = new ArrayList<>();
        addDefaults(ParleyProperties.class, values);
        List<String> names = UnknownSettingCheck.names();
        for (int i = 0; i < names.size(); i++) {
            defaults.put(names.get(i), values.get(i));
        }
        return defaults;
    }

    private static void addDefaults(Class<?> type, List<String> values) {
        for (Parameter parameter : type.getDeclaredConstructors()[0].getParameters()) {
            DefaultValue value = parameter.getAnnotation(DefaultValue.class);
            if (parameter.getType().isRecord()) {
                addDefaults(parameter.getType(), values);
            } else {
                values.add(value == null ? "" : String.join(",", value.value()));
            }
        }
    }

    private static Stream<String> lines(String page) throws IOException {
        return Files.readAllLines(Path.of(page), UTF_8).stream();
    }
}
