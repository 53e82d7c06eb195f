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

/** Everybody loses the connection, misses a hundred messages, and comes back at the same moment. */
@Tag("full")
class ReconnectLoadIT {

    private static final int MISSED = 100;
    private static final int AT_A_TIME = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Longer than the grace, after which nothing may be left of the connections that were lost. */
    private static final Duration CALM = Duration.ofSeconds(18);

    @TempDir
    private Path folder;

    @Test
    @Timeout(120)
    void threeHundredComeBackAtOnceAndMissNothing() throws Exception {
        storm(300, false);
    }

    @Test
    @Tag("soak")
    @Timeout(280)
    void fiveThousandComeBackAtOnceAndMissNothing() throws Exception {
        assumeThat(ProcessStats.canBeTaken()).as("memory can be looked at").isTrue();
        storm(5_000, true);
    }

    private void storm(int people, boolean measured) throws Exception {
        try (ServerProcess server = ServerProcess.start(
                        folder, "--parley.limits.messages-per-second=0", "--parley.session.resume-window=15s");
                ClientCrowd clientCrowd = new ClientCrowd(server.pagePort(), people);
                LoadClient speaker = LoadClient.enter(TestTransport.Kind.TCP, server, "speaker", "")) {
            speaker.joins("lobby", "replay", "0");
            clientCrowd.enter(AT_A_TIME, PATIENCE);
            say(speaker, 0, 1);
            ProcessStats before = measured ? calm(clientCrowd, server) : null;
            clientCrowd.lose();
            Position last = say(speaker, 1, MISSED);

            List<Long> took = clientCrowd.comeBack(last.seq(), PATIENCE);

            assertThat(clientCrowd.complaints()).isEmpty();
            assertThat(took).hasSize(people);
            assertThat(clientCrowd.places()).containsOnly(last.seq());
            if (before != null) {
                ProcessStats after = calm(clientCrowd, server);
                assertThat(clientCrowd.complaints()).isEmpty();
                Measurements.of("reconnect")
                        .add(
                                "R1, R4: %,d come back at once, each %d messages behind: all caught up after %,d ms, half"
                                        + " after %,d ms; each message once, in order. Heap %.1f MiB before, %.1f MiB"
                                        + " after; resident %,d MiB before, %,d MiB after",
                                people,
                                MISSED,
                                took.get(people - 1) / 1_000_000,
                                took.get(people / 2) / 1_000_000,
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

    private static ProcessStats calm(ClientCrowd clientCrowd, ServerProcess server) {
        clientCrowd.listen(CALM);
        return ProcessStats.of(server.pid());
    }

    private static Position say(LoadClient speaker, int from, int count) {
        for (int i = from; i < from + count; i++) {
            speaker.posts("lobby", new TestMessage("speaker", i));
        }
        Position last = null;
        for (int i = 0; i < count; i++) {
            last = LoadClient.place(speaker.awaits(StompCommand.RECEIPT));
        }
        return last;
    }
}
