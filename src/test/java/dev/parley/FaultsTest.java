package dev.parley;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that {@code docs/faults.md} names existing tests. */
class FaultsTest {

    private static final Path PAGE = Path.of("docs", "faults.md");
    private static final Pattern NAME = Pattern.compile("`([A-Z][A-Za-z]+(?:Test|IT|Contract))`");

    @Test
    void everyNamedTestExists() throws IOException {
        Set<String> named = new TreeSet<>();
        Matcher name = NAME.matcher(Files.readString(PAGE, UTF_8));
        while (name.find()) {
            named.add(name.group(1));
        }
        assertThat(named).hasSizeGreaterThan(20);
        assertThat(tests()).containsAll(named);
    }

    @Test
    void everyRowAboutAbuseHasATestAndADate() throws IOException {
        String abuse = Files.readString(PAGE, UTF_8)
                .replaceFirst("(?s).*\n## Abuse\n", "")
                .replaceFirst("(?s)\n## .*", "");
        List<String> lines = abuse.lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| ---") && !line.startsWith("| what |"))
                .toList();
        assertThat(lines)
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).containsPattern(NAME).matches(".*\\| 20\\d\\d-\\d\\d-\\d\\d \\|"));
    }

    private static Set<String> tests() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
            return files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }
    }
}
