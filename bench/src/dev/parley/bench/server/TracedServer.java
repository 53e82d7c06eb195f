package dev.parley.bench.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A server under {@code strace}, which records its flushes to disk. */
public final class TracedServer implements AutoCloseable {

    /** Matches the start, or the whole, of a flush of SQLite's write-ahead log. */
    private static final Pattern WAL_FLUSH = Pattern.compile(".*\\b(fsync|fdatasync)\\(\\d+<[^>]*-wal>.*");

    private final Server server;
    private final Path trace;

    TracedServer(Server server, Path trace) {
        this.server = server;
        this.trace = trace;
    }

    /** Returns whether {@code strace} is installed and may trace processes. */
    public static boolean isAvailable() {
        try {
            Process strace = new ProcessBuilder("strace", "-f", "--seccomp-bpf", "-e", "trace=fsync", "true")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return strace.waitFor(30, TimeUnit.SECONDS) && strace.exitValue() == 0;
        } catch (IOException ignored) {
            return false; // strace is not installed
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Returns the server. */
    public Server server() {
        return server;
    }

    /** Returns the number of flushes of the write-ahead log so far. */
    public long flushes() {
        try (var lines = Files.lines(trace, UTF_8)) {
            return lines.filter(line -> WAL_FLUSH.matcher(line).matches()).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
