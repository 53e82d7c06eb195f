package dev.parley.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes the results of long tests, a line each, to {@code target/soak}. The soak report consists of these lines. */
public final class FuzzStats {

    private static final Path FOLDER = Path.of("target", "soak");

    private FuzzStats() {}

    /**
     * Appends a line.
     *
     * @param file the name of the file, without its extension
     * @param line the measurement and its value
     */
    public static void write(String file, String line) {
        try {
            Files.createDirectories(FOLDER);
            Files.writeString(
                    FOLDER.resolve(file + ".txt"),
                    line + "\n",
                    UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
