package dev.parley.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A defect on purpose: the source of a class or of a function of the database, in which parts are replaced. The product has no
 * switch for defects.
 *
 * @param target the path of a class below {@code src/main/java}, or the name of a function of the database
 * @param replacements the parts, each of which occurs once, and their replacements; runs of white space count as equal
 */
record Mutation(String target, Map<String, String> replacements) {

    private static final Path SOURCES = Path.of("src", "main", "java");

    /** Returns whether the defect is in a class. */
    boolean isInClass() {
        return target.endsWith(".java");
    }

    /** Returns the source with the defect. */
    String apply(String source) {
        String changed = source;
        for (Map.Entry<String, String> replacement : replacements.entrySet()) {
            String regex = Pattern.quote(replacement.getKey()).replaceAll("\\s+", "\\\\E\\\\s+\\\\Q");
            if (Pattern.compile(regex).matcher(changed).results().count() != 1) {
                throw new IllegalStateException(
                        target + " has changed, so that the mutation does not fit: " + replacement.getKey());
            }
            changed = changed.replaceFirst(regex, Matcher.quoteReplacement(replacement.getValue()));
        }
        return changed;
    }

    /** Compiles the class with the defect into a folder. */
    void compile(Path folder) {
        try {
            Path source = Files.createDirectories(folder.resolve("source"))
                    .resolve(Path.of(target).getFileName());
            Files.writeString(source, apply(Files.readString(SOURCES.resolve(target), UTF_8)), UTF_8);
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            StringWriter problems = new StringWriter();
            List<String> options = List.of("-proc:none", "-nowarn", "-classpath", classPath(), "-d", folder.toString());
            try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8)) {
                if (!compiler.getTask(problems, files, null, options, null, files.getJavaFileObjects(source))
                        .call()) {
                    throw new IllegalStateException(problems.toString());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the class path of the tests. */
    static String classPath() {
        return Optional.ofNullable(System.getProperty("surefire.test.class.path"))
                .orElseGet(() -> System.getProperty("java.class.path"));
    }
}
