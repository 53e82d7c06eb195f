package dev.parley.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.integration.StompLibraryClient;
import dev.parley.load.Measurements;
import dev.parley.load.ProcessStats;
import dev.parley.load.TestTransport;
import dev.parley.storage.postgres.NeedsPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Injects faults that last for longer than a lease, one after the other, into two nodes on one PostgreSQL, under the load of clients
 * of all transports. At the end the transcripts of all clients are checked.
 */
@NeedsPostgres
@Tag("soak")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ClusterLongFaultsIT {

    private static final List<TestTransport.Kind> KINDS = List.of(TestTransport.Kind.values());
    private static final double MESSAGES_PER_SECOND = 30;
    private static final Duration OUTAGE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofSeconds(20);
    private static final Duration FREE = Duration.ofSeconds(20);
    private static final Duration SERVING_AGAIN = Duration.ofSeconds(5);
    private static final Duration CONNECTED_AGAIN = Duration.ofSeconds(40);

    private static final double HEAP_GROWTH = 1.1;
    private static final double HEAP_TOLERANCE_MIB = 8;

    private final List<ClusterClient> clients = new ArrayList<>();
    private Measurements measurements;
    private TranscriptFolder transcripts;
    private NodeProcesses nodes;
    private Probes probes;

    @BeforeAll
    void start(@TempDir Path folder) {
        measurements = Measurements.of("cluster-faults");
        transcripts = new TranscriptFolder(folder.resolve("transcripts"));
        nodes = new NodeProcesses(folder, List.of(UnaryOperator.identity(), UnaryOperator.identity()));
        probes = new Probes(nodes);
        for (int i = 0; i < 2 * KINDS.size(); i++) {
            TestTransport.Kind kind = KINDS.get(i % KINDS.size());
            clients.add(new ClusterClient(
                    nodes,
                    transcripts,
                    kind,
                    kind + "-" + i,
                    "lobby",
                    i,
                    MESSAGES_PER_SECOND,
                    Duration.ofSeconds(5 + i)));
        }
        awaitClients();
    }

    @AfterAll
    void stop() {
        clients.forEach(ClusterClient::stop);
        transcripts.close();
        nodes.close();
    }

    private void awaitClients() {
        await().atMost(CONNECTED_AGAIN).untilAsserted(() -> assertThat(clients).allMatch(ClusterClient::isConnected));
    }

    private static void hold(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }

    private static long millisSince(long began) {
        return (System.nanoTime() - began) / 1_000_000;
    }

    @Test
    @Order(1)
    void pausedNodeStoresNothingUnderANicknameThatAnotherUserHas() {
        try (StompLibraryClient eve = probes.connect(1, "eve")) {
            Instant from = Instant.now();
            long began = System.nanoTime();
            nodes.node(1).signal("STOP");
            try {
                await().atMost(FREE).pollInterval(Duration.ofMillis(200)).until(() -> probes.claim(0, "eve"));
                measurements.add("Nicknames of a paused node were free after %,d ms", millisSince(began));
                eve.publish(Probes.ROOM, "under the nickname of another user", "late");
                hold(PAUSE.minusMillis(millisSince(began)));
            } finally {
                nodes.node(1).signal("CONT");
            }
            await().atMost(SERVING_AGAIN).until(eve::isClosed);
            nodes.node(1).awaitLine("This node goes on as node ");
            transcripts.addPause(NodeProcesses.name(1), from, Instant.now());

            assertThat(probes.stored("under the nickname of another user")).isZero();
        }
        awaitClients();
    }

    @Test
    @Order(2)
    void nodesEndOneAfterTheOtherUnderLoad() {
        for (int node = 0; node < nodes.size(); node++) {
            assertThat(nodes.node(node).stop()).isZero();
            nodes.restart(node);
            awaitClients();
        }
    }

    @Test
    @Order(3)
    void nodeWithoutADatabaseForAMinuteRefusesAndItsUsersContinueElsewhere() {
        List<String> ids = nodes.database().nodes();
        double heap = ProcessStats.of(nodes.node(1).pid()).heapMib();
        nodes.dataLink(1).refuse();
        long began = System.nanoTime();
        try {
            await().atMost(SERVING_AGAIN).until(() -> probes.readiness(1) == 503);
            measurements.add("A node without a database was not ready after %,d ms", millisSince(began));
            hold(OUTAGE.minusMillis(millisSince(began)));
        } finally {
            nodes.dataLink(1).resume();
        }
        Duration again = probes.timeToReceipt(1);
        double after = ProcessStats.of(nodes.node(1).pid()).heapMib();
        measurements.add(
                "It stored again %,d ms after its link was back; heap %.1f MiB before, %.1f MiB after",
                again.toMillis(), heap, after);

        assertThat(again).isLessThan(SERVING_AGAIN);
        assertThat(after).isLessThan(heap * HEAP_GROWTH + HEAP_TOLERANCE_MIB);
        assertThat(nodes.database().nodes()).hasSize(2).isNotEqualTo(ids);
        awaitClients();
    }

    @Test
    @Order(4)
    void databaseStoppedForAMinuteEndsNoNode() {
        List<String> ids = nodes.database().nodes();
        double heap = ProcessStats.of(nodes.node(0).pid()).heapMib();
        nodes.postgres().signal("STOP");
        try {
            hold(OUTAGE);
        } finally {
            nodes.postgres().signal("CONT");
        }
        Duration again = probes.timeToReceipts();
        double after = ProcessStats.of(nodes.node(0).pid()).heapMib();
        measurements.add(
                "After a stop of the database for %d s both nodes stored again within %,d ms; heap %.1f MiB before, %.1f MiB"
                        + " after",
                OUTAGE.toSeconds(), again.toMillis(), heap, after);

        assertThat(again).isLessThan(SERVING_AGAIN);
        assertThat(after).isLessThan(heap * HEAP_GROWTH + HEAP_TOLERANCE_MIB);
        assertThat(nodes.database().nodes()).isEqualTo(ids);
        awaitClients();
    }

    @Test
    @Order(5)
    void messagesArriveByThePollWhileTheLinkForNoticesIsPaused() {
        try (StompLibraryClient sender = probes.connect(0);
                StompLibraryClient receiver = probes.connect(1)) {
            List<Long> times = new ArrayList<>();
            nodes.noticeLink(1).pause();
            long began = System.nanoTime();
            while (millisSince(began) < 10_000) {
                times.add(probes.deliveryTime(sender, receiver).toMillis());
            }
            nodes.noticeLink(1).cut();
            nodes.noticeLink(1).resume();
            measurements.add("Deliveries while the link for notices was paused for 10 s (ms): %s", times);

            assertThat(times).allMatch(time -> time < 2_000);
        }
    }

    @Test
    @Order(100)
    void transcriptsHaveNoViolation() {
        clients.forEach(ClusterClient::stopSending);
        await().atMost(CONNECTED_AGAIN)
                .untilAsserted(
                        () -> assertThat(clients).allMatch(client -> client.isConnected() && client.unanswered() == 0));
        hold(SERVING_AGAIN);
        probes.recordPresence(transcripts, "lobby");
        clients.forEach(ClusterClient::stop);
        transcripts.close();
        transcripts.dump(nodes.database());

        var violations = ClusterChecker.check(transcripts.path(), OUTAGE.plus(OUTAGE));
        measurements.add(
                "%,d messages acknowledged, %,d refused; violations: %s",
                clients.stream().mapToLong(ClusterClient::acknowledged).sum(),
                clients.stream().mapToLong(ClusterClient::refused).sum(),
                violations);
        assertThat(violations).isEmpty();
    }
}
