package dev.parley.bench.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A server whose flushes to disk are written down where they reach the system. */
public final class Traced implements AutoCloseable {

    /** A flush of the log that commits go to, done or just begun. */
    private static final Pattern FLUSH = Pattern.compile(".*\\b(fsync|fdatasync)\\(\\d+<[^>]*-wal>.*");

    private final Server server;
    private final Path trace;

    Traced(Server server, Path trace) {
        this.server = server;
        this.trace = trace;
    }

    /** Whether this machine lets processes be traced. */
    public static boolean isPossible() {
        try {
            Process strace = new ProcessBuilder("strace", "-f", "--seccomp-bpf", "-e", "trace=fsync", "true")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return strace.waitFor(30, TimeUnit.SECONDS) && strace.exitValue() == 0;
        } catch (IOException ignored) {
            return false;
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The server. */
    public Server server() {
        return server;
    }

    /** Flushes of the log so far. */
    public long flushes() {
        try (var lines = Files.lines(trace, UTF_8)) {
            return lines.filter(line -> FLUSH.matcher(line).matches()).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
