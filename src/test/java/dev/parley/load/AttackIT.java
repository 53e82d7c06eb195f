package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.integration.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Attacks a server with a heap of 400 MB while 20 users talk over all transports and a browser loads the page. None of them
 * is disconnected or delayed, and 30 s after the attack the server uses no more resources than before.
 */
@Tag("soak")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class AttackIT {

    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration REHEARSAL = Duration.ofSeconds(5);
    private static final Duration TIME = Duration.ofSeconds(20);
    private static final Duration RECOVERS_WITHIN = Duration.ofSeconds(30);

    /** The 99th percentile of receipts, and the longest time of a page. */
    private static final double RECEIPT_MILLIS = 50;

    private static final double PAGE_MILLIS = 1_000;

    private static final long HEAP_TOLERANCE = 8 << 20;
    private static final int THREAD_TOLERANCE = 25;
    private static final int FILE_TOLERANCE = 5;
    private static final long FILE_SIZE_TOLERANCE = 12 << 20;

    private static Measurements measurements;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startReport() {
        measurements = Measurements.of("attacks");
    }

    /** Runs as a user would start it, with a heap of 400 MB. */
    private static List<String> withHeapOf400Mb(List<String> command) {
        List<String> changed = new ArrayList<>(command);
        changed.removeAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        changed.add(changed.indexOf("--enable-native-access=ALL-UNNAMED"), "-Xmx400m");
        return changed;
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void attackNeitherDelaysNorDisconnectsOthersAndLeavesNothingBehind(Attack attack) throws Exception {
        try (ServerProcess server = ServerProcess.start(AttackIT::withHeapOf400Mb, folder, attack.options());
                RegularUsers users = new RegularUsers(server)) {
            users.measure(WARM_UP);
            rehearse(attack, server);
            RegularUsers.Samples quiet = users.measure(WARM_UP);
            ProcessStats before = ProcessStats.of(server.pid());
            users.takeSamples();
            try (Attackers attackers = new Attackers(server, "attacker", TIME)) {
                attack.run(attackers);
            }
            RegularUsers.Samples during = users.takeSamples();
            long ended = System.nanoTime();
            List<ProcessStats> after = new ArrayList<>();
            try {
                Awaitility.await()
                        .atMost(RECOVERS_WITHIN)
                        .pollInterval(Duration.ofSeconds(3))
                        .pollDelay(Duration.ofSeconds(3))
                        .untilAsserted(() -> {
                            after.add(ProcessStats.of(server.pid()));
                            assertRecovered(before, after.get(after.size() - 1));
                        });
            } finally {
                measurements.add(
                        "%s: before: %s; during: %s; failures: %s; %d s after: heap %.0f → %.0f MiB, threads %d → %d,"
                                + " open files %d → %d; data %.1f MiB",
                        attack,
                        quiet,
                        during,
                        users.failures(),
                        Duration.ofNanos(System.nanoTime() - ended).toSeconds(),
                        before.heapMib(),
                        after.get(after.size() - 1).heapMib(),
                        before.threads(),
                        after.get(after.size() - 1).threads(),
                        before.files(),
                        after.get(after.size() - 1).files(),
                        sizeOfData() / 1024.0 / 1024.0);
            }
            assertThat(users.failures()).isEmpty();
            assertThat(RegularUsers.Samples.millis(during.receipts(), 0.99)).isLessThan(RECEIPT_MILLIS);
            assertThat(RegularUsers.Samples.millis(during.pages(), 1)).isLessThan(PAGE_MILLIS);
            assertThat(sizeOfData()).isLessThan(FILE_SIZE_TOLERANCE);
            assertThat(server.errors()).isEmpty();
        }
    }

    /** Runs the attack for a moment, so that the JVM has compiled its code before the measurement. */
    private static void rehearse(Attack attack, ServerProcess server) throws Exception {
        try (Attackers attackers = new Attackers(server, "rehearsal", REHEARSAL)) {
            attack.run(attackers);
        }
    }

    private static void assertRecovered(ProcessStats before, ProcessStats after) {
        assertThat(after.heapBytes()).isLessThan(before.heapBytes() + HEAP_TOLERANCE);
        assertThat(after.threads()).isLessThan(before.threads() + THREAD_TOLERANCE);
        assertThat(after.files()).isLessThan(before.files() + FILE_TOLERANCE);
    }

    private long sizeOfData() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
