package dev.parley.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where long tests write down what they have measured: a line each in {@code target/soak}, of which a report is made. */
public final class FuzzStats {

    private static final Path FOLDER = Path.of("target", "soak");

    private FuzzStats() {}

    /**
     * Writes a line down.
     *
     * @param file its file's name, without the end
     * @param line what was measured, and how much
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
