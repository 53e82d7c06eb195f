package dev.parley.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.parley.stomp.Frame;
import dev.parley.stomp.Headers;
import dev.parley.stomp.StompCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks how the whole server ends, as a process. */
@Tag("waits")
class ShutdownIT {

    private static final int GOING_AWAY = 1001;
    private static final int AT_ONCE = 500;
    private static final Duration IN_TIME = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    @Test
    void ctrlCEndsTheServerWithExitCodeZero() {
        try (ServerProcess server = ServerProcess.start(folder)) {
            assertThat(server.interrupt()).isZero();
            assertThat(server.output()).endsWith("Shutting down…", "Goodbye.");
            assertThat(server.errors()).isEmpty();
        }
    }

    @Tag("full")
    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void signalDuringStartupShutsTheServerDownGracefully(String signal) throws IOException {
        assumeFalse(signal.equals("HUP") && isHangUpIgnored(), "SIGHUP is ignored in this process, as under nohup.");
        try (ServerProcess server = ServerProcess.launch(folder)) {
            Path lock = folder.resolve("parley.db.lock");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollDelay(Duration.ZERO)
                    .until(() -> Files.exists(lock));
            server.signal(signal);
            assertThat(server.awaitExit()).isZero();
            assertThat(server.output()).endsWith("Shutting down…", "Goodbye.");
            assertThat(server.errors()).isEmpty();
        }
    }

    /** Returns whether SIGHUP is ignored. Child processes inherit ignored signals, and a JVM does not change them. */
    private static boolean isHangUpIgnored() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(8).strip(), 16) & 1) == 1);
    }

    @Tag("full")
    @ParameterizedTest
    @ValueSource(strings = {"/shutdown", "\\shutdown"})
    void operatorCommandShutsTheServerDown(String command) {
        try (ServerProcess server = ServerProcess.start(folder)) {
            server.type(command);
            assertThat(server.awaitExit()).isZero();
            assertThat(server.output()).endsWith("Shutting down…", "Goodbye.");
        }
    }

    @Tag("full")
    @Test
    void endOfConsoleInputDoesNotStopTheServer() throws IOException {
        try (ServerProcess server = ServerProcess.start(folder)) {
            server.endInput();
            try (Nc ada = new Nc(server.terminalPort())) {
                ada.sendLine("ada");
                ada.awaitLine("You are in lobby");
            }
            assertThat(server.stop()).isZero();
        }
    }

    @Test
    void shutdownNotifiesAndDisconnectsEveryClient() throws IOException {
        try (ServerProcess server = ServerProcess.start(folder);
                StompLibraryClient ada = StompLibraryClient.connect(server.pagePort())
                        .logIn("ada")
                        .join("lobby");
                Nc bob = new Nc(server.terminalPort())) {
            bob.sendLine("bob");
            bob.awaitLine("You are in lobby");
            server.signal("TERM");
            ada.receive(StompCommand.ERROR);
            assertThat(ada.awaitCloseCode()).isEqualTo(GOING_AWAY);
            bob.awaitLine("shutting down");
            bob.awaitEnd();
            assertThat(server.awaitExit()).isZero();
        }
    }

    @Test
    void drainServesUsersUntilTheSecondSignal() throws IOException, InterruptedException {
        try (ServerProcess server = ServerProcess.start(folder, "--parley.shutdown.drain=10m");
                Nc ada = new Nc(server.terminalPort())) {
            ada.sendLine("ada");
            ada.awaitLine("You are in lobby");
            assertThat(readiness(server)).isEqualTo(200);
            server.signal("TERM");
            Awaitility.await().until(() -> readiness(server) == 503);
            try (Nc bob = new Nc(server.terminalPort())) {
                bob.sendLine("bob\nhello");
                ada.awaitLine("hello");
            }
            server.signal("TERM");
            ada.awaitLine("shutting down");
            assertThat(server.awaitExit()).isZero();
            assertThat(server.output()).containsSubsequence("The drain was skipped.", "Shutting down…", "Goodbye.");
        }
    }

    private static int readiness(ServerProcess server) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(server.page().resolve("/actuator/health/readiness"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Tag("full")
    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void shutdownUnderLoadLosesNoAcknowledgedMessage(String signal) throws SQLException {
        List<String> acknowledged = new ArrayList<>();
        try (ServerProcess server = ServerProcess.start(folder, "--parley.limits.messages-per-second=0");
                StompLibraryClient ada = StompLibraryClient.connect(server.pagePort())
                        .logIn("ada")
                        .join("lobby", "replay", "0");
                StompLibraryClient bob = StompLibraryClient.connect(server.pagePort())
                        .logIn("bob")
                        .join("lobby", "replay", "0")) {
            publishAll(ada, bob, 0);
            ada.receiveReceipt("ada-" + (AT_ONCE / 2));
            acknowledged.add("ada-" + (AT_ONCE / 2));
            long began = System.nanoTime();
            server.signal(signal);
            publishUntilClosed(ada, bob);
            assertThat(server.awaitExit()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(IN_TIME);
            acknowledged.addAll(receipts(ada));
            acknowledged.addAll(receipts(bob));
            assertThat(acknowledged).hasSizeGreaterThan(100).doesNotHaveDuplicates();
            assertThat(stored(server.database())).doesNotHaveDuplicates().containsAll(acknowledged);
        }
    }

    private static void publishAll(StompLibraryClient one, StompLibraryClient other, int from) {
        for (int i = from; i < from + AT_ONCE; i++) {
            one.publish("lobby", "message " + i, "ada-" + i);
            other.publish("lobby", "message " + i, "bob-" + i);
        }
    }

    /**
     * Publishes until the connection is closed. A client that sends during the close may detect it only by a failed
     * write.
     */
    private static void publishUntilClosed(StompLibraryClient one, StompLibraryClient other) {
        try {
            publishAll(one, other, AT_ONCE);
        } catch (RuntimeException ignored) {
            // A message that could not be sent was not acknowledged.
        }
    }

    private static List<String> receipts(StompLibraryClient client) {
        return client.drain().stream()
                .filter(frame -> frame.stompCommand() == StompCommand.RECEIPT)
                .map(ShutdownIT::receipt)
                .toList();
    }

    private static String receipt(Frame frame) {
        return String.valueOf(frame.headers().get(Headers.RECEIPT_ID));
    }

    private static List<String> stored(Path database) throws SQLException {
        List<String> references = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                ResultSet rows = connection.createStatement().executeQuery("SELECT reference FROM message")) {
            while (rows.next()) {
                references.add(rows.getString(1));
            }
        }
        return references;
    }

    /** Connects to the TCP port as nc does. */
    private static final class Nc implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;

        Nc(int port) throws IOException {
            socket = new Socket("localhost", port);
            socket.setSoTimeout((int) IN_TIME.toMillis());
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        }

        void sendLine(String line) throws IOException {
            socket.getOutputStream().write((line + "\n").getBytes(UTF_8));
        }

        void awaitLine(String part) throws IOException {
            String line = in.readLine();
            while (line != null && !line.contains(part)) {
                line = in.readLine();
            }
            assertThat(line).as("a line with “%s”", part).isNotNull();
        }

        void awaitEnd() throws IOException {
            assertThat(in.readLine()).isNull();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
