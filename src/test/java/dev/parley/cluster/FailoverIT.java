package dev.parley.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.parley.integration.ServerProcess;
import dev.parley.integration.StompLibraryClient;
import dev.parley.stomp.Frame;
import dev.parley.storage.HistoryUnavailableException;
import dev.parley.storage.postgres.NeedsPostgres;
import dev.parley.storage.postgres.NodeOpening;
import dev.parley.storage.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Promotes a replica that lacks acknowledged messages, while a server runs. */
@NeedsPostgres
@Tag("soak")
@Timeout(180)
class FailoverIT {

    private static final Duration SERVES_AGAIN = Duration.ofSeconds(20);

    private final AtomicInteger probes = new AtomicInteger();

    @TempDir
    private Path folder;

    @Test
    void clientsAreNotRecoveredAndNoNumberIsUsedTwiceInAnEpoch() throws IOException {
        List<String> positions = new ArrayList<>();
        try (PostgresProcess primary = PostgresProcess.start(folder)) {
            TestDatabase database = TestDatabase.createOn(primary.port(), "");
            database.open().close();
            try (PostgresProcess replica = primary.startReplica(folder)) {
                TestDatabase copy = database.on(replica.port());
                assertReplicaIsRefused(copy);
                try (ServerProcess server = start(database, replica);
                        StompLibraryClient client = join(server, "ada", "lobby")) {
                    positions.add(publish(client, "kept1"));
                    positions.add(publish(client, "kept2"));
                    await().until(() -> texts(copy), List.of("kept1", "kept2")::equals);
                    copy.execute("ALTER SYSTEM SET primary_conninfo = ''", "SELECT pg_reload_conf()");
                    await().until(() ->
                            copy.query("SELECT pid FROM pg_stat_wal_receiver").isEmpty());
                    positions.add(publish(client, "lost1"));
                    positions.add(publish(client, "lost2"));
                    primary.kill();
                    copy.execute("SELECT pg_promote(true, 60)");

                    await().atMost(SERVES_AGAIN)
                            .until(() -> copy.query("SELECT timeline FROM parley.server"), List.of("2")::equals);
                    await().atMost(SERVES_AGAIN).until(() -> isReady(server));
                    try (StompLibraryClient again = StompLibraryClient.connect(server.pagePort())
                            .logIn("bob")
                            .subscribe("/topic/rooms/lobby", "lobby", "after", positions.get(3))) {
                        JsonNode welcome = again.receiveEvent("welcome");
                        assertThat(welcome.path("recovered").asBoolean(true)).isFalse();
                        positions.add(publish(again, "new1"));
                        positions.add(publish(again, "new2"));
                    }
                }
                assertThat(texts(copy)).containsExactly("kept1", "kept2", "new1", "new2");
            }
        }
        assertThat(positions).doesNotHaveDuplicates();
        assertThat(positions.stream().map(FailoverIT::epoch).distinct()).hasSize(2);
        assertThat(positions.stream().skip(4).map(position -> position.substring(position.indexOf(':'))))
                .containsExactly(":3", ":4");
    }

    private static void assertReplicaIsRefused(TestDatabase copy) {
        for (String option : List.of("", "?targetServerType=any")) {
            assertThatExceptionOfType(HistoryUnavailableException.class)
                    .isThrownBy(() -> NodeOpening.open(
                            copy.url() + option,
                            "postgres",
                            Duration.ofSeconds(8),
                            Duration.ofSeconds(3),
                            Runnable::run,
                            Runnable::run))
                    .withMessageContaining("replica in recovery")
                    .withMessageContaining("name the primary server");
        }
    }

    private ServerProcess start(TestDatabase database, PostgresProcess replica) throws IOException {
        String hosts =
                database.url().replace("/" + database.name(), ",localhost:" + replica.port() + "/" + database.name());
        return ServerProcess.start(
                Files.createDirectories(folder.resolve("server")),
                "--spring.datasource.url=" + hosts,
                "--spring.datasource.username=postgres",
                "--spring.datasource.hikari.maximum-pool-size=6");
    }

    private static StompLibraryClient join(ServerProcess server, String name, String room) {
        return StompLibraryClient.connect(server.pagePort()).logIn(name).join(room, "replay", "0");
    }

    private static String publish(StompLibraryClient client, String text) {
        Frame receipt = client.publish("lobby", text, text).receiveReceipt(text);
        return String.valueOf(receipt.headers().get("position"));
    }

    private boolean isReady(ServerProcess server) {
        try (StompLibraryClient probe = join(server, "probe" + probes.incrementAndGet(), "probes")) {
            return Probes.isReceipt(Probes.receiveAnswer(probe.publish("probes", "ready", "ready"), "ready"));
        } catch (AssertionError ignored) {
            return false;
        }
    }

    private static List<String> texts(TestDatabase database) {
        return database.query("SELECT m.text FROM parley.message m JOIN parley.room r ON r.id = m.room"
                + " WHERE r.name = 'lobby' ORDER BY m.seq");
    }

    private static String epoch(String position) {
        return position.substring(0, position.indexOf(':'));
    }
}
