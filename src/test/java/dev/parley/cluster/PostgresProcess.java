package dev.parley.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
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
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server of one test, which can be stopped by signals, killed and started again. It flushes each commit. */
public final class PostgresProcess implements AutoCloseable {

    private static final Duration ACCEPTS_WITHIN = Duration.ofSeconds(60);

    private final Path data;
    private final int port;
    private final List<String> command;
    private final @Nullable EmbeddedPostgres embedded; // null for a replica
    private ProcessHandle server;

    private PostgresProcess(
            Path data, int port, List<String> command, @Nullable EmbeddedPostgres embedded, ProcessHandle server) {
        this.data = data;
        this.port = port;
        this.command = List.copyOf(command);
        this.embedded = embedded;
        this.server = server;
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
            ProcessHandle server = running(data);
            List<String> command = new ArrayList<>(
                    "root".equals(System.getProperty("user.name")) ? List.of("unshare", "-U") : List.of());
            String words = Files.readString(Path.of("/proc", Long.toString(server.pid()), "cmdline"), UTF_8);
            command.addAll(Arrays.asList(words.replaceFirst("\0+$", "").split("\0", -1)));
            return new PostgresProcess(data, embedded.getPort(), command, embedded, server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProcessHandle running(Path data) throws IOException {
        String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    /** Copies this server while it runs, and starts the copy as a replica that follows it without delaying commits. */
    PostgresProcess startReplica(Path folder) {
        Path copy = folder.resolve("replica");
        try {
            Replica.copy(port, data, copy);
            int free;
            try (ServerSocket socket = new ServerSocket(0)) {
                free = socket.getLocalPort();
            }
            List<String> words = new ArrayList<>(command);
            words.replaceAll(word -> word.equals(data.toString())
                    ? copy.toString()
                    : word.equals(Integer.toString(port)) ? Integer.toString(free) : word);
            PostgresProcess replica = new PostgresProcess(copy, free, words, null, server);
            replica.restart();
            return replica;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the port. */
    public int port() {
        return port;
    }

    /** Returns the processes of the server: the first one, and one for each connection and background task. */
    public List<Long> pids() {
        return Stream.concat(Stream.of(server), server.descendants())
                .map(ProcessHandle::pid)
                .toList();
    }

    /** Sends a signal to all processes of the server. */
    public void signal(String name) {
        send(name, pids());
    }

    private static void send(String name, List<Long> pids) {
        List<String> kill = new ArrayList<>(List.of("kill", "-" + name));
        pids.forEach(pid -> kill.add(Long.toString(pid)));
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
            server = running(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean accepts() {
        try {
            DriverManager.getConnection("jdbc:postgresql://localhost:" + port + "/postgres?user=postgres")
                    .close();
            return true;
        } catch (SQLException ignored) {
            return false;
        }
    }

    @Override
    public void close() {
        signal("CONT");
        if (embedded == null) {
            send("INT", List.of(server.pid())); // ends the connections of clients
            server.onExit().join();
            return;
        }
        try {
            embedded.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
