package dev.parley.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of a user in a process of its own, whose output and errors are collected. Safe from any thread. */
final class ExampleProcess implements AutoCloseable {

    private static final int ENDS_WITHIN_SECONDS = 60;

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private ExampleProcess(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "example-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a command in a folder, with these variables in addition to those of the test. */
    static ExampleProcess start(Path folder, Map<String, String> variables, String... command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(variables);
        try {
            return new ExampleProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns whether a program is on the path. */
    static boolean isInstalled(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", 0))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    private void read() {
        try (BufferedReader output = process.inputReader(UTF_8)) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException ignored) {
            // the test has ended the process
        }
    }

    /** Returns what was printed until now. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    /** Returns whether a line that was printed until now contains a text. */
    boolean hasPrinted(String part) {
        return lines.stream().anyMatch(line -> line.contains(part));
    }

    /** Waits until the process ends with the code 0, and returns what it has printed. */
    String output() {
        try {
            if (!process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(process + "\n" + String.join("\n", lines));
            }
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        return String.join("\n", lines);
    }

    /** Ends the process and those that it has started. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }
}
