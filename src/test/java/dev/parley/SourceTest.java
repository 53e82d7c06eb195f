package dev.parley;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the length of source files and the descriptions of packages. */
class SourceTest {

    /** Limits the lines of a file. */
    private static final int MAX_LINES = 400;

    /** Lists files that may be longer because they mirror a specification. */
    private static final Set<String> MAY_BE_LONGER = Set.of();

    private static final Pattern SOURCE = Pattern.compile(".*\\.(java|js|css|html|sql)");

    /** Matches a paragraph and {@code @NullMarked} before the name of a package. */
    private static final Pattern DESCRIBED =
            Pattern.compile("/\\*\\*\\s.{40,}\\*/\\s*@NullMarked\\s+package .*", Pattern.DOTALL);

    private static final Path SOURCES = Path.of("src");

    @Test
    void noFileHasMoreThan400Lines() throws IOException {
        assertThat(tooLong(SOURCES)).isEmpty();
    }

    @Test
    void everyPackageHasADescription() throws IOException {
        assertThat(withoutDescription(SOURCES.resolve("main/java"))).isEmpty();
    }

    @Test
    void tooLongFileIsReported(@TempDir Path tree) throws IOException {
        Files.writeString(tree.resolve("Fits.java"), "// line\n".repeat(MAX_LINES));
        Files.writeString(tree.resolve("TooLong.java"), "// line\n".repeat(MAX_LINES + 1));
        Files.writeString(tree.resolve("picture.svg"), "<!-- -->\n".repeat(MAX_LINES + 1));

        assertThat(tooLong(tree)).containsExactly("TooLong.java: 401 lines, at most 400");
    }

    @Test
    void packageWithoutDescriptionOrNullMarkedIsReported(@TempDir Path tree) throws IOException {
        plant(
                tree.resolve("good"),
                "/**\n * What it is for, what it must not know, who owns threads.\n */\n@NullMarked\npackage good;\n");
        plant(tree.resolve("terse"), "/** Things. */\n@NullMarked\npackage terse;\n");
        plant(
                tree.resolve("unmarked"),
                "/**\n * What it is for, what it must not know, who owns threads.\n */\npackage unmarked;\n");
        Files.createDirectories(tree.resolve("bare"));
        Files.writeString(tree.resolve("bare/Thing.java"), "package bare;\n");

        assertThat(withoutDescription(tree)).containsExactly("bare", "terse", "unmarked");
    }

    private static void plant(Path folder, String packageInfo) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("package-info.java"), packageInfo);
    }

    private static List<String> tooLong(Path tree) throws IOException {
        return files(tree)
                .filter(file -> SOURCE.matcher(file.toString()).matches())
                .filter(file -> !MAY_BE_LONGER.contains(name(tree, file)))
                .filter(file -> lines(file) > MAX_LINES)
                .map(file -> name(tree, file) + ": " + lines(file) + " lines, at most " + MAX_LINES)
                .toList();
    }

    private static List<String> withoutDescription(Path tree) throws IOException {
        return files(tree)
                .filter(file -> file.toString().endsWith(".java"))
                .map(Path::getParent)
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .filter(folder -> !hasDescription(folder.resolve("package-info.java")))
                .map(folder -> name(tree, folder))
                .toList();
    }

    private static boolean hasDescription(Path packageInfo) {
        return Files.exists(packageInfo) && DESCRIBED.matcher(text(packageInfo)).lookingAt();
    }

    private static Stream<Path> files(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            return files.filter(Files::isRegularFile).sorted().toList().stream();
        }
    }

    private static String name(Path tree, Path file) {
        return tree.relativize(file).toString().replace('\\', '/');
    }

    private static long lines(Path file) {
        return text(file).lines().count();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
