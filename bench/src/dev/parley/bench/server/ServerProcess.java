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

/** A child process with its own working folder, which also receives its output. Used by one thread. */
public final class ServerProcess implements AutoCloseable {

    private static final Duration STARTUP_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration TERMINATION_TIMEOUT = Duration.ofSeconds(15);
    private static final long POLL_INTERVAL_MILLIS = 5;

    private final Path folder;
    private final Process process;
    private final long startedAt = System.nanoTime();

    private ServerProcess(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /** Creates the working folder and starts the process. */
    static ServerProcess start(Path folder, List<String> command) {
        try {
            Files.createDirectories(folder);
            return new ServerProcess(
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

    /** Returns a free TCP port of the loopback interface. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits until the process accepts connections on the port.
     *
     * @return the time since the start of the process
     * @throws IllegalStateException if the process ends, or does not open the port within 90 seconds
     */
    Duration awaitPort(int port) {
        while (!isOpen(port)) {
            poll("port " + port + " is not open");
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

    /**
     * Waits until the output contains the text.
     *
     * @return the whole output
     * @throws IllegalStateException if the process ends, or does not print the text within 90 seconds
     */
    String awaitOutput(String text) {
        String output = output();
        while (!output.contains(text)) {
            poll("the output does not contain \"" + text + "\"");
            output = output();
        }
        return output;
    }

    private void poll(String problem) {
        boolean late = System.nanoTime() - startedAt > STARTUP_TIMEOUT.toNanos();
        if (late || !process.isAlive()) {
            String output = output();
            close();
            throw new IllegalStateException("A server did not start: " + problem + ". Its output: " + output);
        }
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_INTERVAL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted during the start of a server.", e);
        }
    }

    /** Returns the standard output and standard error so far. */
    String output() {
        try {
            return Files.readString(folder.resolve("output"), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the working folder. */
    Path folder() {
        return folder;
    }

    /** Returns the process id. */
    long pid() {
        return process.pid();
    }

    /** Returns the process id of the first child of the process. */
    long childPid() {
        return process.children().findFirst().orElseThrow().pid();
    }

    /** Terminates the process and its descendants, and kills those that have not ended after 15 seconds. */
    @Override
    public void close() {
        List<ProcessHandle> descendants = process.descendants().toList();
        descendants.forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(TERMINATION_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                descendants.forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException ignored) {
            descendants.forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
