package dev.parley.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.load.LoadClient;
import dev.parley.load.Measurements;
import dev.parley.load.ProcessStats;
import dev.parley.load.TestTransport;
import dev.parley.storage.postgres.NeedsPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a node of two every 30 s, under 500 messages per second of clients of all transports that change nodes. The system property
 * {@code test.cluster.minutes} sets the duration.
 */
@NeedsPostgres
@Tag("soak")
@Timeout(value = 1, unit = TimeUnit.HOURS)
class ClusterSoakIT {

    private static final List<TestTransport.Kind> KINDS = List.of(TestTransport.Kind.values());
    private static final Duration DURATION =
            Duration.ofSeconds((long) (60 * Double.parseDouble(System.getProperty("test.cluster.minutes", "10"))));
    private static final Duration BETWEEN_KILLS = Duration.ofSeconds(30);
    private static final Duration FREE = Duration.ofSeconds(20);
    private static final Duration CALM = Duration.ofSeconds(6);
    private static final int CLIENTS_OF_EACH_TRANSPORT = 3;
    private static final double MESSAGES_PER_SECOND = 490.0;
    private static final double LINES_PER_SECOND = 5;

    private final List<ClusterClient> clients = new ArrayList<>();
    private final List<ClusterLineClient> lineClients = new ArrayList<>();
    private final List<Long> freeMillis = new ArrayList<>();
    private TranscriptFolder transcripts;
    private NodeProcesses nodes;
    private Probes probes;

    @Test
    void killedNodesLoseDoubleAndReorderNothing(@TempDir Path folder) {
        Measurements measurements = Measurements.of("cluster-kills");
        transcripts = new TranscriptFolder(folder.resolve("transcripts"));
        try (NodeProcesses started =
                new NodeProcesses(folder, List.of(UnaryOperator.identity(), UnaryOperator.identity()))) {
            nodes = started;
            probes = new Probes(nodes);
            startClients();
            long began = System.nanoTime();
            int kills = 0;
            for (; System.nanoTime() - began < DURATION.toNanos(); kills++) {
                long next = began + (kills + 1) * BETWEEN_KILLS.toNanos();
                killAndRestart(kills % nodes.size(), "dead" + kills);
                LockSupport.parkNanos(next - System.nanoTime());
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            end();

            long acknowledged =
                    clients.stream().mapToLong(ClusterClient::acknowledged).sum();
            Map<ClusterChecker.Check, List<String>> violations =
                    ClusterChecker.check(transcripts.path(), Duration.ofSeconds(30));
            measurements.add(
                    "%d kills in %.0f s: %,d messages stored (%.0f per second), %,d acknowledged, %,d refused;"
                            + " violations: %s",
                    kills,
                    seconds,
                    stored(),
                    stored() / seconds,
                    acknowledged,
                    clients.stream().mapToLong(ClusterClient::refused).sum(),
                    violations);
            measurements.add("Nicknames of killed nodes were free after (ms): %s", freeMillis);
            assertThat(violations).isEmpty();
            assertThat(freeMillis).hasSize(kills).allMatch(time -> time < FREE.toMillis());
            assertThat(clients).allMatch(client -> client.acknowledged() > 0);
        }
    }

    private void startClients() {
        int count = KINDS.size() * CLIENTS_OF_EACH_TRANSPORT;
        for (int i = 0; i < count; i++) {
            TestTransport.Kind kind = KINDS.get(i % KINDS.size());
            clients.add(new ClusterClient(
                    nodes,
                    transcripts,
                    kind,
                    kind + "-" + i,
                    "lobby",
                    i,
                    MESSAGES_PER_SECOND / count,
                    Duration.ofSeconds(7 + i)));
        }
        for (int i = 0; i < nodes.size(); i++) {
            lineClients.add(new ClusterLineClient(nodes, transcripts, "line-" + i, i, LINES_PER_SECOND));
        }
        await().atMost(FREE).untilAsserted(() -> assertThat(clients).allMatch(ClusterClient::isConnected));
    }

    /** Kills a node that has a user, starts it again, and measures when the nickname of the user is free. */
    private void killAndRestart(int node, String name) {
        int other = (node + 1) % nodes.size();
        if (ProcessStats.isAvailable()) {
            ProcessStats stats = ProcessStats.of(nodes.node(node).pid());
            transcripts.addMemory(NodeProcesses.name(node), stats.heapBytes(), stats.residentKib());
        }
        try (LoadClient user = LoadClient.logIn(TestTransport.Kind.TCP, nodes.node(node), name, "")) {
            assertThat(user.token()).isNotEmpty();
            nodes.node(node).kill();
        }
        long killed = System.nanoTime();
        CompletableFuture<Void> restarting = CompletableFuture.runAsync(() -> nodes.restart(node));
        await().atMost(FREE.plus(FREE)).pollInterval(Duration.ofMillis(200)).until(() -> probes.claim(other, name));
        freeMillis.add((System.nanoTime() - killed) / 1_000_000);
        restarting.join();
    }

    /** Waits until all messages are acknowledged and the nodes list the clients, and writes the log. */
    private void end() {
        clients.forEach(ClusterClient::stopSending);
        lineClients.forEach(ClusterLineClient::stopSending);
        await().atMost(FREE.plus(FREE))
                .untilAsserted(
                        () -> assertThat(clients).allMatch(client -> client.isConnected() && client.unanswered() == 0));
        LockSupport.parkNanos(CALM.toNanos());
        probes.recordPresence(transcripts, "lobby");
        clients.forEach(ClusterClient::stop);
        lineClients.forEach(ClusterLineClient::stop);
        transcripts.close();
        transcripts.dump(nodes.database());
    }

    private long stored() {
        return Long.parseLong(
                nodes.database().query("SELECT count(*) FROM parley.message").get(0));
    }
}
