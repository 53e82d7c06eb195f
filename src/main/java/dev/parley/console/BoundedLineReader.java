package dev.parley.console;

import dev.parley.archive.RoomArchiveFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the lines of a UTF-8 file, with a limit on their length. Skips a byte order mark. */
final class BoundedLineReader implements AutoCloseable {

    private static final int LONGEST = 256 * 1024;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final BufferedReader in;
    private long number;

    private BoundedLineReader(BufferedReader in) {
        this.in = in;
    }

    static BoundedLineReader of(Path file) throws IOException {
        return new BoundedLineReader(Files.newBufferedReader(file, StandardCharsets.UTF_8));
    }

    /** Returns the next line that is not blank, or null at the end of the file. */
    @Nullable
    String next() throws IOException, RoomArchiveFormat.MalformedLineException {
        String line = read();
        while (line != null && line.isBlank()) {
            line = read();
        }
        return line;
    }

    private @Nullable String read() throws IOException, RoomArchiveFormat.MalformedLineException {
        StringBuilder line = new StringBuilder();
        number++;
        int c = in.read();
        if (number == 1 && c == BYTE_ORDER_MARK) {
            c = in.read();
        }
        while (c >= 0 && c != '\n') {
            if (line.length() == LONGEST) {
                throw new RoomArchiveFormat.MalformedLineException("it is longer than any message can be");
            }
            line.append((char) c);
            c = in.read();
        }
        return c < 0 && line.length() == 0 ? null : line.toString();
    }

    /** Returns the number of the last line read, counted from 1. */
    long number() {
        return number;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
