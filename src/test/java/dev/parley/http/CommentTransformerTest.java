package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommentTransformerTest {

    private static final Pattern STRING_OR_EXPRESSION = Pattern.compile("'(\\\\.|[^'\\\\])*'|/[^/ ]+/");
    private static final Path FILES = Path.of("src/main/resources/static");

    @Test
    void linesOfCommentsAndEmptyLinesAreRemoved() {
        String code = """
                /**
                 * Opens a room.
                 */
                export function open(room) {
                  // The name is checked before.
                  const url = `https://parley.example/${room}`; // stays

                  /* One line. */
                  return url /* stays */;
                }
                """;

        assertThat(CommentTransformer.withoutComments(code)).isEqualTo("""
                export function open(room) {
                  const url = `https://parley.example/${room}`; // stays
                  return url /* stays */;
                }
                """);
    }

    static Stream<Path> scriptsAndStyles() throws IOException {
        try (Stream<Path> files = Files.walk(FILES)) {
            return files
                    .filter(file ->
                            file.toString().endsWith(".js") || file.toString().endsWith(".css"))
                    .toList()
                    .stream();
        }
    }

    /** A removed line is code if it lies within a template of several lines, or behind the end of a comment. */
    @ParameterizedTest
    @MethodSource("scriptsAndStyles")
    void noFileHasCodeThatLooksLikeAComment(Path file) throws IOException {
        List<String> kept = CommentTransformer.withoutComments(Files.readString(file))
                .lines()
                .toList();

        assertThat(kept).isNotEmpty();
        assertThat(kept)
                .as("lines without an open template")
                .allMatch(line -> STRING_OR_EXPRESSION
                                        .matcher(line)
                                        .replaceAll("")
                                        .chars()
                                        .filter(c -> c == '`')
                                        .count()
                                % 2
                        == 0);
        assertThat(Files.readAllLines(file))
                .noneMatch(line -> line.strip().startsWith("/*")
                        && line.strip().contains("*/")
                        && !line.strip().endsWith("*/"));
    }
}
