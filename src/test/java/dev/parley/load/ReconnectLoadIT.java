package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.parley.integration.ServerProcess;
import dev.parley.stomp.StompCommand;
import dev.parley.text.Position;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that many clients that lose their connections and miss a hundred messages can reconnect at the same moment.
 */
@Tag("full")
class ReconnectLoadIT {

    private static final int MISSED = 100;
    private static final int AT_A_TIME = 50;
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    /** Longer than the resume window, after which no state of the lost connections may remain. */
    private static final Duration SETTLE_TIME = Duration.ofSeconds(18);

    @TempDir
    private Path folder;

    @Test
    @Timeout(120)
    void threeHundredClientsReconnectAtOnceAndMissNothing() throws Exception {
        reconnectAtOnce(300, false);
    }

    @Test
    @Tag("soak")
    @Timeout(280)
    void fiveThousandClientsReconnectAtOnceAndMissNothing() throws Exception {
        assumeThat(ProcessStats.isAvailable()).as("memory can be looked at").isTrue();
        reconnectAtOnce(5_000, true);
    }

    private void reconnectAtOnce(int clientCount, boolean measured) throws Exception {
        try (ServerProcess server = ServerProcess.start(
                        folder, "--parley.limits.messages-per-second=0", "--parley.session.resume-window=15s");
                ReconnectingClients clientPool = new ReconnectingClients(server.pagePort(), clientCount);
                LoadClient sender = LoadClient.logIn(TestTransport.Kind.TCP, server, "speaker", "")) {
            sender.join("lobby", "replay", "0");
            clientPool.connectAll(AT_A_TIME, TIMEOUT);
            publish(sender, 0, 1);
            ProcessStats before = measured ? waitAndMeasure(clientPool, server) : null;
            clientPool.closeConnections();
            Position last = publish(sender, 1, MISSED);

            List<Long> took = clientPool.reconnectAll(last.seq(), TIMEOUT);

            assertThat(clientPool.errors()).isEmpty();
            assertThat(took).hasSize(clientCount);
            assertThat(clientPool.positions()).containsOnly(last.seq());
            if (before != null) {
                ProcessStats after = waitAndMeasure(clientPool, server);
                assertThat(clientPool.errors()).isEmpty();
                Measurements.of("reconnect")
                        .add(
                                "R1, R4: %,d reconnect at once, each %d messages behind: all caught up after %,d ms, half"
                                        + " after %,d ms; each message once, in order. Heap %.1f MiB before, %.1f MiB"
                                        + " after; resident %,d MiB before, %,d MiB after",
                                clientCount,
                                MISSED,
                                took.get(clientCount - 1) / 1_000_000,
                                took.get(clientCount / 2) / 1_000_000,
                                before.heapMib(),
                                after.heapMib(),
                                before.residentKib() >> 10,
                                after.residentKib() >> 10);
                assertThat(after.heapMib()).isLessThan(before.heapMib() * 1.1 + 2);
                assertThat(after.files()).isLessThanOrEqualTo(before.files() + 10);
            }
            assertThat(server.errors()).isEmpty();
        }
    }

    private static ProcessStats waitAndMeasure(ReconnectingClients clientPool, ServerProcess server) {
        clientPool.receiveFor(SETTLE_TIME);
        return ProcessStats.of(server.pid());
    }

    private static Position publish(LoadClient sender, int from, int count) {
        for (int i = from; i < from + count; i++) {
            sender.publish("lobby", new TestMessage("speaker", i));
        }
        Position last = null;
        for (int i = 0; i < count; i++) {
            last = LoadClient.receiptPosition(sender.await(StompCommand.RECEIPT));
        }
        return last;
    }
}
