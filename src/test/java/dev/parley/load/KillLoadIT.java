package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.BrokenServerMain;
import dev.parley.integration.DeliveryLedger;
import dev.parley.integration.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the server with {@code kill -9} at random moments, under about a thousand messages per second over WebSocket,
 * SockJS, STOMP over TCP and lines, and checks the database each time. Does the same with two servers that have a
 * defect on purpose, which the check has to detect.
 */
@Tag("soak")
class KillLoadIT {

    private static final int ROUNDS = Integer.getInteger("test.kill.rounds", 20);
    private static final long SEED = Long.getLong("test.kill.seed", System.nanoTime());

    private static final int ENOUGH = 300;
    private static final int LATEST_MILLIS = 5_000;
    private static final Duration SERVING_AGAIN = Duration.ofSeconds(10);
    private static final String[] OPTIONS = {"--parley.limits.messages-per-second=0", "--parley.history.max-messages=0"
    };

    @TempDir
    private Path folder;

    @Test
    @Timeout(1_200)
    void acknowledgedAndDeliveredMessagesSurviveEveryKill() throws Exception {
        Measurements measurements = Measurements.of("kill");
        Random random = new Random(SEED);
        KillRun run = new KillRun(folder);
        List<Long> starts = new ArrayList<>();
        DeliveryLedger.Findings findings = null;
        ServerProcess server = ServerProcess.start(folder, OPTIONS);
        for (int round = 1; round <= ROUNDS; round++) {
            run.killAfter(server, Duration.ofMillis(random.nextInt(LATEST_MILLIS)), ENOUGH);
            findings = run.checkCopy();
            System.out.println("Kill " + round + ": " + findings);
            assertClean(findings);
            long killed = System.nanoTime();
            server = server.restart();
            try (LoadClient probe = LoadClient.logIn(TestTransport.Kind.WEBSOCKET, server, "probe", "")) {
                probe.join("lobby", "replay", "0");
                probe.publish("lobby", new TestMessage("probe", round));
                probe.await(dev.parley.stomp.StompCommand.RECEIPT);
            }
            starts.add((System.nanoTime() - killed) / 1_000_000);
        }
        try (ServerProcess last = server) {
            run.confirmAll(last);
            assertThat(last.stop()).isZero();
        }
        findings = run.checkCopy();
        Collections.sort(starts);
        measurements.add(
                "K1: %d kills at random moments (seed %d), under %,.0f messages/s over WebSocket, SockJS, TCP and lines: %s",
                ROUNDS, SEED, run.messagesPerSecond(), findings);
        measurements.add(
                "K1: readers over WebSocket, SockJS and TCP received %,d messages over all kills, %d gaps",
                run.receivedCount(), run.gaps().size());
        measurements.add(
                "K1: serving again (first receipt) after at most %,d ms, half of the times within %,d ms",
                starts.get(starts.size() - 1), starts.get(starts.size() / 2));
        assertClean(findings);
        assertThat(run.gaps()).isEmpty();
        assertThat(Duration.ofMillis(starts.get(starts.size() - 1))).isLessThan(SERVING_AGAIN);
    }

    private static void assertClean(DeliveryLedger.Findings findings) {
        assertThat(findings.lost()).isEmpty();
        assertThat(findings.duplicated()).isEmpty();
        assertThat(findings.gaps()).isEmpty();
        assertThat(findings.damaged()).isEmpty();
        assertThat(findings.otherEpochs()).isEmpty();
    }

    @Test
    @Timeout(180)
    void checkDetectsAServerWithReceiptsBeforeTheCommit() throws Exception {
        KillRun run = new KillRun(folder);
        run.killAfter(startDefective(BrokenServerMain.RECEIPT_BEFORE_COMMIT), Duration.ofSeconds(1), ENOUGH);

        DeliveryLedger.Findings findings = run.checkCopy();

        Measurements.of("kill-control-receipts").add("K1, control, receipts before the commit: %s", findings);
        assertThat(findings.lost()).isNotEmpty();
    }

    @Test
    @Timeout(180)
    void checkDetectsAServerWithoutUniqueReferences() throws Exception {
        KillRun run = new KillRun(folder);
        ServerProcess server = startDefective(BrokenServerMain.NO_INDEX);
        run.killAfter(server, Duration.ofSeconds(1), ENOUGH);
        try (ServerProcess again = server.restart()) {
            run.confirmAll(again);
            assertThat(again).isNotNull();
        }

        DeliveryLedger.Findings findings = run.checkCopy();

        Measurements.of("kill-control-references").add("K1, control, no unique index on references: %s", findings);
        assertThat(findings.duplicated()).isNotEmpty();
    }

    private ServerProcess startDefective(String defect) {
        return ServerProcess.start(ServerProcess.withMainClass(BrokenServerMain.class, defect), folder, OPTIONS);
    }
}
