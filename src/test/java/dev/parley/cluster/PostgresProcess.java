package dev.parley.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A PostgreSQL server of one test, which can be stopped by signals, killed and started again. It flushes each commit. */
public final class PostgresProcess implements AutoCloseable {

    private static final Duration ACCEPTS_WITHIN = Duration.ofSeconds(60);

    private final Path data;
    private final EmbeddedPostgres embedded;
    private final List<String> command;
    private ProcessHandle server;

    private PostgresProcess(Path data, EmbeddedPostgres embedded) throws IOException {
        this.data = data;
        this.embedded = embedded;
        this.server = running();
        this.command =
                new ArrayList<>("root".equals(System.getProperty("user.name")) ? List.of("unshare", "-U") : List.of());
        String words = Files.readString(Path.of("/proc", Long.toString(server.pid()), "cmdline"), UTF_8);
        command.addAll(Arrays.asList(words.replaceFirst("\0+$", "").split("\0", -1)));
    }

    /** Starts a server with its data in a folder. */
    public static PostgresProcess start(Path folder) {
        Path data = folder.resolve("postgres");
        try {
            EmbeddedPostgres embedded = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setServerConfig("fsync", "on")
                    .setServerConfig("max_connections", "80")
                    .setServerConfig("track_commit_timestamp", "on")
                    .start();
            return new PostgresProcess(data, embedded);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProcessHandle running() throws IOException {
        String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    /** Returns the port. */
    public int port() {
        return embedded.getPort();
    }

    /** Returns the processes of the server: the first one, and one for each connection and background task. */
    public List<Long> pids() {
        return Stream.concat(Stream.of(server), server.descendants())
                .map(ProcessHandle::pid)
                .toList();
    }

    /** Sends a signal to all processes of the server. */
    public void signal(String name) {
        List<String> kill = new ArrayList<>(List.of("kill", "-" + name));
        pids().forEach(pid -> kill.add(Long.toString(pid)));
        try {
            new ProcessBuilder(kill).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Kills all processes of the server, and waits for their end. */
    public void kill() {
        List<ProcessHandle> all =
                Stream.concat(Stream.of(server), server.descendants()).toList();
        signal("KILL");
        all.forEach(process -> process.onExit().join());
    }

    /** Starts the server again, and waits until it accepts connections. */
    public void restart() {
        try {
            Path log = data.resolveSibling("postgres.log");
            Awaitility.await().atMost(ACCEPTS_WITHIN).until(() -> {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
                Awaitility.await().atMost(ACCEPTS_WITHIN).until(() -> !process.isAlive() || accepts());
                return process.isAlive(); // it ends if memory of the killed one is in use still
            });
            server = running();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean accepts() {
        try {
            DriverManager.getConnection("jdbc:postgresql://localhost:" + port() + "/postgres?user=postgres")
                    .close();
            return true;
        } catch (SQLException ignored) {
            return false;
        }
    }

    @Override
    public void close() {
        signal("CONT");
        try {
            embedded.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
