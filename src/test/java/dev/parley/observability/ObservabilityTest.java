package dev.parley.observability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.ParleyApplication;
import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.JoinResult;
import dev.parley.chat.room.Membership;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.StorageException;
import dev.parley.chat.room.StorageHealth;
import dev.parley.chat.room.Subscriber;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.CloseCause;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
import dev.parley.chat.session.Session;
import dev.parley.config.ServerLauncher;
import dev.parley.console.ConsolePrinter;
import dev.parley.console.ConsoleTerminal;
import dev.parley.integration.Netcat;
import dev.parley.integration.StompLibraryClient;
import dev.parley.stomp.StompCommand;
import dev.parley.tcp.TcpServer;
import dev.parley.text.RoomName;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

/** Checks health and metrics of the whole server over HTTP. */
class ObservabilityTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final RoomName LAG_ROOM = RoomName.parse("lag").orElseThrow();
    private static final Pattern SAMPLE = Pattern.compile("([a-z_0-9]+(?:\\{[^}]*})?) ([^ ]+)");
    private static final Pattern FAMILY = Pattern.compile("# TYPE (parley_[a-z_]+) ([a-z]+)");
    private static final Pattern ROW = Pattern.compile("\\| `(parley_[a-z_]+)(?:\\{[a-z]+})?` \\| ([a-z]+) \\| .+ \\|");

    private static ConfigurableApplicationContext plain;
    private static ConfigurableApplicationContext monitored;
    private static ConfigurableApplicationContext backlogged;

    @BeforeAll
    static void start(@TempDir Path folder) {
        plain = startServer(folder.resolve("plain.db"));
        monitored = startServer(
                folder.resolve("monitored.db"),
                "--management.server.port=0",
                "--management.server.address=127.0.0.1",
                "--management.endpoint.health.probes.add-additional-paths=true",
                "--management.endpoints.web.exposure.include=health,prometheus",
                "--parley.limits.max-connections=3");
        backlogged = startServer(
                folder.resolve("backlogged.db"),
                "--management.server.port=0",
                "--management.server.address=127.0.0.1",
                "--management.endpoints.web.exposure.include=prometheus");
    }

    @AfterAll
    static void stop() {
        plain.close();
        monitored.close();
        backlogged.close();
    }

    private static ConfigurableApplicationContext startServer(Path database, String... options) {
        List<String> all = new ArrayList<>(List.of("--server.port=0", "--parley.tcp.ports=0"));
        all.add("--parley.history.file=" + database);
        all.addAll(Arrays.asList(options));
        ConsoleTerminal noTerminal = ConsoleTerminal.none();
        return ServerLauncher.application(ParleyApplication.class, noTerminal, ConsolePrinter.onto(noTerminal))
                .run(all.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness"})
    void healthIsPublicAndContainsNoDetails(String path) throws Exception {
        HttpResponse<String> answer = get(port(plain, "server"), path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("details", "database", "disk").contains("\"status\":\"UP\"");
        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'self'"));
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }

    @Test
    void readinessEndpointFailsWhileMessagesCannotBeStored() throws Exception {
        StorageHealth storageHealth =
                plain.getBean(ChatServer.class).roomRegistry().storageHealth();
        storageHealth.onFailure(new StorageException("disk", false, new IOException("the file is gone")));
        try {
            assertThat(get(port(plain, "server"), "/actuator/health/readiness").statusCode())
                    .isEqualTo(503);
            assertThat(get(port(plain, "server"), "/actuator/health/liveness").statusCode())
                    .isEqualTo(200);
        } finally {
            storageHealth.onSuccess();
        }

        assertThat(get(port(plain, "server"), "/actuator/health/readiness").statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator",
                "/actuator/prometheus",
                "/actuator/metrics",
                "/actuator/env",
                "/actuator/configprops",
                "/actuator/beans",
                "/actuator/conditions",
                "/actuator/mappings",
                "/actuator/loggers",
                "/actuator/logfile",
                "/actuator/info",
                "/actuator/heapdump",
                "/actuator/threaddump",
                "/actuator/shutdown",
                "/actuator/scheduledtasks",
                "/actuator/health/readinessState"
            })
    void otherActuatorEndpointsAreNotFound(String path) throws Exception {
        assertThat(get(port(plain, "server"), path).statusCode()).isEqualTo(404);
        assertThat(get(port(monitored, "server"), path).statusCode()).isEqualTo(404);
    }

    @Test
    void managementPortServesMetricsAndServerPortServesProbes() throws Exception {
        HttpResponse<String> metrics = get(port(monitored, "management"), "/actuator/prometheus");

        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain;version=0.0.4"));
        assertThat(get(port(monitored, "management"), "/actuator/env").statusCode())
                .isEqualTo(404);
        assertThat(get(port(monitored, "server"), "/readyz").statusCode()).isEqualTo(200);
        assertThat(get(port(monitored, "server"), "/livez").statusCode()).isEqualTo(200);
    }

    @Test
    void metricsFollowTheActivityOfUsersAndMatchTheDocument() throws Exception {
        int page = port(monitored, "server");
        int terminal = monitored.getBean(TcpServer.class).ports().get(0);
        StompLibraryClient ada = StompLibraryClient.connect(page);
        ada.sendFrame(StompCommand.CONNECT, "accept-version", "1.2", "login", "ada");
        String token = ada.receive(StompCommand.CONNECTED).headers().get("resume");
        ada.join("lobby");
        Netcat bob = Netcat.join(terminal, "bob");
        ada.publish("lobby", "hello", "r1");
        String place = ada.receiveReceipt("r1").headers().get("position");
        bob.receive("<ada> hello");
        bob.sendLine("good morning");
        ada.receiveMessage("good morning");
        ada.publish("lobby", "x".repeat(4_001), "r2");
        ada.receiveAt("/user/queue/refusals");
        ada.close();
        StompLibraryClient again = StompLibraryClient.connect(page).resume("ada", token);
        again.join("lobby", "after", place);
        again.sendFrame(StompCommand.UNSUBSCRIBE, "id", "room-lobby");
        again.rejoin("lobby", "after", "elsewhere:7");
        StompLibraryClient cyd = StompLibraryClient.connect(page).logIn("cyd");
        Netcat tooMuch = Netcat.connect(terminal);
        tooMuch.receive("The server is full. Try again later.");

        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(metrics(monitored))
                        .containsEntry("parley_users", 3.0)
                        .containsEntry("parley_rooms", 1.0)
                        .containsEntry("parley_storage_up", 1.0)
                        .containsEntry("parley_connections{dialect=\"websocket\"}", 2.0)
                        .containsEntry("parley_connections{dialect=\"line\"}", 1.0)
                        .containsEntry("parley_message_ack_duration_seconds_count", 2.0)
                        .containsEntry("parley_message_ack_duration_seconds_bucket{le=\"+Inf\"}", 2.0)
                        .containsEntry("parley_storage_commit_messages_sum", 2.0)
                        .containsEntry("parley_storage_commit_duration_seconds_count", 2.0)
                        .containsEntry("parley_refusals_total{code=\"message-too-long\"}", 1.0)
                        .containsEntry("parley_connections_refused_total{reason=\"full\"}", 1.0)
                        .containsEntry("parley_resumes_total{recovered=\"true\"}", 1.0)
                        .containsEntry("parley_resumes_total{recovered=\"false\"}", 1.0)
                        .hasEntrySatisfying(
                                "parley_message_ack_duration_seconds_sum",
                                sum -> assertThat(sum).isPositive())
                        .hasEntrySatisfying(
                                "parley_deliveries_total",
                                sum -> assertThat(sum).isGreaterThanOrEqualTo(6))
                        .hasEntrySatisfying(
                                "jvm_threads_live_threads",
                                sum -> assertThat(sum).isPositive()));
        double before = metrics(monitored).get("parley_deliveries_total");
        bob.sendLine("/quit");
        assertThat(bob.isClosedCleanly()).isTrue();
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(metrics(monitored))
                        .containsEntry("parley_users", 2.0)
                        .containsEntry("parley_connections{dialect=\"line\"}", 0.0)
                        .containsEntry("parley_disconnects_total{reason=\"quit\"}", 1.0)
                        .hasEntrySatisfying(
                                "parley_deliveries_total",
                                sum -> assertThat(sum).isGreaterThan(before)));
        cyd.close();
        again.close();
        tooMuch.close();

        assertThat(families()).isEqualTo(documented());
    }

    @Test
    void lagOfTheSlowestCursorAndDepthOfTheQueueRiseAndFall() throws Exception {
        ChatServer chatServer = backlogged.getBean(ChatServer.class);
        CountDownLatch released = new CountDownLatch(1);
        Session slow = logIn(chatServer, "slow", new StalledSubscriber(released));
        CompletableFuture<JoinResult> joined =
                slow.join(LAG_ROOM, new ReplayFrom.Last(0)).toCompletableFuture();
        // From here on the subscriber blocks the room's executor.
        Room room = chatServer.roomRegistry().find(LAG_ROOM).orElseThrow();
        await().atMost(TIMEOUT).until(() -> room.queuedTasks() == 0);

        for (int i = 0; i < 3; i++) {
            chatServer.publish(LAG_ROOM, "message " + i);
        }
        assertThat(metrics(backlogged))
                .containsEntry("parley_room_executor_queue_depth", 3.0)
                .containsEntry("parley_room_executor_queue_depth_max", 3.0);

        released.countDown();
        Cursor cursor = ((Membership) joined.get(TIMEOUT.toSeconds(), SECONDS)).cursor();
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(metrics(backlogged))
                        .containsEntry("parley_room_executor_queue_depth", 0.0)
                        .containsEntry("parley_room_executor_queue_depth_max", 0.0)
                        .containsEntry("parley_cursor_lag_max", 3.0));

        assertThat(cursor.poll(3)).hasSize(3);
        assertThat(metrics(backlogged)).containsEntry("parley_cursor_lag_max", 1.0);
        slow.close(CloseCause.LOST);
        assertThat(metrics(backlogged)).containsEntry("parley_cursor_lag_max", 0.0);
    }

    @Test
    void everyPageReadFromTheHistoryIsCounted() throws Exception {
        double before = metrics(backlogged).get("parley_history_pages_total");
        Room lobby = backlogged
                .getBean(ChatServer.class)
                .roomRegistry()
                .find(RoomName.LOBBY)
                .orElseThrow();

        lobby.last(10).toCompletableFuture().get(TIMEOUT.toSeconds(), SECONDS);
        lobby.last(20).toCompletableFuture().get(TIMEOUT.toSeconds(), SECONDS);

        assertThat(metrics(backlogged)).containsEntry("parley_history_pages_total", before + 2);
    }

    private static Session logIn(ChatServer chatServer, String name, Subscriber subscriber) throws Exception {
        LoginRequest loginRequest = LoginRequest.resumable(name, new ClientInfo("terminal", "test", "127.0.0.1"), null);
        return ((LoginResult.LoggedIn) chatServer
                        .login(loginRequest, subscriber)
                        .toCompletableFuture()
                        .get(TIMEOUT.toSeconds(), SECONDS))
                .session();
    }

    /** Blocks the room's executor in its first wake-up, and polls nothing. */
    private record StalledSubscriber(CountDownLatch released) implements Subscriber {

        @Override
        public void wake(Cursor cursor) {
            try {
                released.await();
            } catch (InterruptedException ignored) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void onDirectMessage(DirectMessage directMessage) {}

        @Override
        public void disconnect(DisconnectReason disconnectReason) {}
    }

    private static Map<String, Double> metrics(ConfigurableApplicationContext server)
            throws IOException, InterruptedException {
        Map<String, Double> metrics = new TreeMap<>();
        for (String line : exposition(server)) {
            if (!line.startsWith("#")) {
                Matcher sample = SAMPLE.matcher(line);
                assertThat(sample.matches()).as(line).isTrue();
                metrics.put(sample.group(1), Double.valueOf(sample.group(2)));
            }
        }
        return metrics;
    }

    private static List<String> exposition(ConfigurableApplicationContext server)
            throws IOException, InterruptedException {
        return get(port(server, "management"), "/actuator/prometheus")
                .body()
                .lines()
                .toList();
    }

    private static Set<String> families() throws IOException, InterruptedException {
        return exposition(monitored).stream()
                .map(FAMILY::matcher)
                .filter(Matcher::matches)
                .map(family -> family.group(1) + " " + family.group(2))
                .collect(toCollection(TreeSet::new));
    }

    private static Set<String> documented() throws IOException {
        return Files.readAllLines(Path.of("docs/operations.md"), UTF_8).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> row.group(1) + " " + row.group(2))
                .collect(toCollection(TreeSet::new));
    }

    private static int port(ConfigurableApplicationContext server, String portName) {
        return Integer.parseInt(server.getEnvironment().getRequiredProperty("local." + portName + ".port"));
    }

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
