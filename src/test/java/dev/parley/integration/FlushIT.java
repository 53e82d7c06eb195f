package dev.parley.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that every commit is flushed to disk. Killing a process cannot show that, because the page cache survives it,
 * so the test counts the system calls.
 */
@Tag("full")
class FlushIT {

    private static final int COMMITS = 200;

    /** Matches a flush of the write-ahead log, completed or just begun. */
    private static final Pattern FLUSH = Pattern.compile(".*\\b(fsync|fdatasync)\\(\\d+<[^>]*-wal>.*");

    @TempDir
    private Path folder;

    @Test
    void everyCommitIsFlushedToDisk() throws Exception {
        assumeThat(trace(List.of("true")))
                .as("strace is missing, or may not trace here")
                .isTrue();

        boolean ended = trace(ChildProcess.command(
                SendersMain.class,
                folder.resolve("parley.db").toString(),
                "1",
                "0",
                Integer.toString(COMMITS),
                "after"));

        long flushes;
        try (var lines = Files.lines(traceFile())) {
            flushes = lines.filter(line -> FLUSH.matcher(line).matches()).count();
        }
        System.out.println(COMMITS + " commits of messages, " + flushes + " flushes of the log");
        assertThat(ended).isTrue();
        assertThat(flushes).isGreaterThanOrEqualTo(COMMITS);
    }

    private boolean trace(List<String> command) throws InterruptedException {
        List<String> traced = new ArrayList<>(List.of(
                "strace",
                "-f",
                "-y",
                "-e",
                "trace=fsync,fdatasync",
                "-o",
                traceFile().toString()));
        traced.addAll(command);
        try {
            Process strace = new ProcessBuilder(traced)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                return strace.waitFor(60, TimeUnit.SECONDS) && strace.exitValue() == 0;
            } finally {
                strace.descendants().forEach(ProcessHandle::destroyForcibly);
                strace.destroyForcibly();
            }
        } catch (IOException ignored) {
            return false;
        }
    }

    private Path traceFile() {
        return folder.resolve("trace");
    }
}
