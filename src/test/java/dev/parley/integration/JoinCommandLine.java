package dev.parley.integration;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds the command line of {@code parley join}, with the jar under test, or else the classes. */
final class JoinCommandLine {

    private JoinCommandLine() {}

    /** Returns the command, with these arguments after {@code join}. */
    static List<String> command(String... words) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String jar = System.getProperty("parley.jar");
        List<String> program = jar != null && Files.exists(Path.of(jar))
                ? List.of("-jar", Path.of(jar).toAbsolutePath().toString())
                : List.of("-cp", classes(), "dev.parley.ParleyApplication");
        return Stream.of(
                        List.of(
                                java,
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED"),
                        program,
                        List.of("join"),
                        List.of(words))
                .flatMap(List::stream)
                .toList();
    }

    private static String classes() {
        String all = Optional.ofNullable(System.getProperty("surefire.test.class.path"))
                .orElseGet(() -> System.getProperty("java.class.path"));
        return Arrays.stream(all.split(File.pathSeparator, 0))
                .filter(entry -> !entry.endsWith("test-classes"))
                .map(entry -> new File(entry).getAbsolutePath())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * Writes a script named {@code parley} to this folder that starts the client, so that a test can type a short
     * command.
     */
    static void writeScript(Path folder) {
        String quoted = command().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        try {
            Path file = Files.writeString(folder.resolve("parley"), "exec " + quoted + " \"$@\"\n");
            if (!file.toFile().setExecutable(true)) {
                throw new IOException(file + " cannot be made executable.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
