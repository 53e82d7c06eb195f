package dev.parley.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** Writes measurements, a line each, to {@code target/soak/SUBJECT.txt}. {@link SoakReport} collects them. */
public final class Measurements {

    static final Path FOLDER = Path.of("target", "soak");

    private final Path file;

    private Measurements(Path file) {
        this.file = file;
    }

    /** Starts an empty file for this subject. */
    public static Measurements of(String subject) {
        try {
            Files.createDirectories(FOLDER);
            Path file = FOLDER.resolve(subject + ".txt");
            Files.deleteIfExists(file);
            return new Measurements(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Appends a line. */
    public synchronized void add(String format, Object... arguments) {
        String line = String.format(Locale.ROOT, format, arguments);
        System.out.println(line);
        try {
            Files.writeString(file, line + "\n", UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
