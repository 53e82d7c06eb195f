package dev.parley.bench.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that this one started, in a folder of its own, and ends. What it prints lies in that folder. */
public final class Program implements AutoCloseable {

    private static final Duration OPENS_WITHIN = Duration.ofSeconds(90);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(15);
    private static final long GLANCE_MILLIS = 5;

    private final Path folder;
    private final Process process;
    private final long startedAt = System.nanoTime();

    private Program(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /** Starts it in this folder, which is made. */
    static Program start(Path folder, List<String> command) {
        try {
            Files.createDirectories(folder);
            return new Program(
                    folder,
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("output").toFile())
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port that is free now. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it accepts connections there; returns how long that took since its start. */
    Duration awaitOpen(int port) {
        while (!isOpen(port)) {
            glance("it does not listen on port " + port);
        }
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException ignored) {
            return false;
        }
    }

    /** Waits until it has printed something with this in it; returns all it has printed. */
    String awaitOutput(String part) {
        String output = output();
        while (!output.contains(part)) {
            glance("it does not print " + part);
            output = output();
        }
        return output;
    }

    private void glance(String otherwise) {
        boolean late = System.nanoTime() - startedAt > OPENS_WITHIN.toNanos();
        if (late || !process.isAlive()) {
            String printed = output();
            close();
            throw new IllegalStateException("A server did not start: " + otherwise + ". It printed: " + printed);
        }
        try {
            TimeUnit.MILLISECONDS.sleep(GLANCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a server started.", e);
        }
    }

    /** All it has printed. */
    String output() {
        try {
            return Files.readString(folder.resolve("output"), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its folder. */
    Path folder() {
        return folder;
    }

    /** Its process id. */
    long pid() {
        return process.pid();
    }

    /** The id of the process that it started in turn. */
    long childPid() {
        return process.children().findFirst().orElseThrow().pid();
    }

    /** Asks it to end; if it does not, ends it and what it started. */
    @Override
    public void close() {
        List<ProcessHandle> started = process.descendants().toList();
        started.forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                started.forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException ignored) {
            started.forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
