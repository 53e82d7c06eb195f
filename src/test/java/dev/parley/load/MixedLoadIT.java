package dev.parley.load;

import static dev.parley.chat.room.Stages.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.MessageDraft;
import dev.parley.integration.ServerProcess;
import dev.parley.storage.sqlite.HistorySettings;
import dev.parley.storage.sqlite.SqliteHistory;
import dev.parley.text.RoomName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs all kinds of clients at a low rate for half an hour ({@code -Dtest.soak.minutes=30}), and checks that memory,
 * threads and open files stay constant. The samples, one every ten seconds, are in {@code target/soak/mixed.csv}.
 */
@Tag("soak")
class MixedLoadIT {

    private static final int MINUTES = Integer.getInteger("test.soak.minutes", 30);
    private static final Duration SAMPLED_EVERY = Duration.ofSeconds(10);
    private static final Duration WARM_AFTER = Duration.ofSeconds(45);

    /** How much the last third may exceed the first: a ratio, and an absolute value in MiB or by number. */
    private static final double TOLERANCE = 0.10;

    private static final double HEAP_MIB_MORE = 2;
    private static final long MORE = 10;

    private static final int STORED_BEFORE = 60_000;

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 6, unit = TimeUnit.HOURS)
    void memoryThreadsAndOpenFilesStayConstantUnderMixedLoad() throws Exception {
        assumeThat(ProcessStats.isAvailable()).as("memory can be looked at").isTrue();
        String epoch = storeMessages();
        Path csv = Measurements.FOLDER.resolve("mixed.csv");
        Measurements measurements = Measurements.of("mixed");
        Files.writeString(csv, "seconds,heap_bytes,threads,files,resident_kib\n", UTF_8);
        List<ProcessStats> samples = new ArrayList<>();
        MixedLoad mixedLoad = new MixedLoad();
        try (ServerProcess server = ServerProcess.start(folder, "--parley.limits.messages-per-second=0")) {
            try (mixedLoad) {
                startAll(mixedLoad, server, epoch);
                long began = System.nanoTime();
                long end = began + Duration.ofMinutes(MINUTES).toNanos();
                assertThat(mixedLoad.awaitStop(WARM_AFTER)).isFalse();
                while (System.nanoTime() < end) {
                    ProcessStats now = ProcessStats.of(server.pid());
                    samples.add(now);
                    Files.writeString(
                            csv,
                            row((System.nanoTime() - began) / 1_000_000_000, now),
                            UTF_8,
                            StandardOpenOption.APPEND);
                    assertThat(mixedLoad.awaitStop(SAMPLED_EVERY)).isFalse();
                }
            }
            measurements.add(
                    "%d minutes of everything at a time, %,d episodes, %d complaints; medians of the first third and the"
                            + " last: heap %.1f and %.1f MiB, threads %d and %d, open files %d and %d, resident %d and"
                            + " %d MiB",
                    MINUTES,
                    mixedLoad.runCount(),
                    mixedLoad.errors().size(),
                    median(first(samples), ProcessStats::heapBytes) / 1024.0 / 1024,
                    median(last(samples), ProcessStats::heapBytes) / 1024.0 / 1024,
                    median(first(samples), ProcessStats::threads),
                    median(last(samples), ProcessStats::threads),
                    median(first(samples), ProcessStats::files),
                    median(last(samples), ProcessStats::files),
                    median(first(samples), ProcessStats::residentKib) >> 10,
                    median(last(samples), ProcessStats::residentKib) >> 10);
            assertThat(mixedLoad.errors()).isEmpty();
            assertThat(server.errors()).isEmpty();
            assertThat(server.output()).noneMatch(line -> line.contains("Exception"));
            assertFlat(samples, ProcessStats::heapBytes, (long) (HEAP_MIB_MORE * 1024 * 1024));
            assertFlat(samples, ProcessStats::threads, MORE);
            assertFlat(samples, ProcessStats::files, MORE);
            assertThat(server.stop()).isZero();
        }
    }

    private static void startAll(MixedLoad mixedLoad, ServerProcess server, String epoch) {
        for (TestTransport.Kind kind : TestTransport.Kind.values()) {
            mixedLoad.start(
                    "regular-" + kind, Duration.ofSeconds(1), new SteadyClient(kind, server, kind.toString())::run);
            ShortSessionClients shortSessionClients = new ShortSessionClients(server, kind);
            mixedLoad.start("passing-" + kind, Duration.ofSeconds(3), shortSessionClients::logInAndQuit);
            mixedLoad.start("renaming-" + kind, Duration.ofSeconds(5), shortSessionClients::changeNickname);
            mixedLoad.start("rooms-" + kind, Duration.ofSeconds(4), shortSessionClients::createRooms);
        }
        DialectClients dialectClients = new DialectClients(server);
        mixedLoad.start("dialects", Duration.ofSeconds(2), dialectClients::connectNext);
        AbusiveClients abusiveClients = new AbusiveClients(server, epoch);
        mixedLoad.start("noise", Duration.ofSeconds(2), abusiveClients::sendInvalidInput);
        mixedLoad.start("slow", Duration.ofSeconds(5), number -> abusiveClients.joinWithoutReading(mixedLoad));
    }

    private static String row(long seconds, ProcessStats now) {
        return String.format(
                Locale.ROOT,
                "%d,%d,%d,%d,%d%n",
                seconds,
                now.heapBytes(),
                now.threads(),
                now.files(),
                now.residentKib());
    }

    private static void assertFlat(List<ProcessStats> samples, ToLongFunction<ProcessStats> what, long more) {
        long before = median(first(samples), what);
        assertThat(median(last(samples), what)).isLessThanOrEqualTo((long) (before * (1 + TOLERANCE)) + more);
    }

    private static List<ProcessStats> first(List<ProcessStats> samples) {
        return samples.subList(0, samples.size() / 3);
    }

    private static List<ProcessStats> last(List<ProcessStats> samples) {
        return samples.subList(samples.size() - samples.size() / 3, samples.size());
    }

    private static long median(List<ProcessStats> samples, ToLongFunction<ProcessStats> what) {
        return samples.stream()
                .mapToLong(what)
                .sorted()
                .skip(samples.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    private String storeMessages() throws IOException {
        User user = new User(
                "before", NicknamePolicy.OPERATOR, new ClientInfo("terminal", "line", "127.0.0.1"), Instant.EPOCH);
        HistorySettings settings = new HistorySettings(folder.resolve("parley.db"), Duration.ofDays(30), 0, false);
        try (SqliteHistory history = SqliteHistory.open(settings, Clock.systemUTC(), Runnable::run, Runnable::run)) {
            List<MessageDraft> messageDrafts = new ArrayList<>();
            for (int i = 0; i < STORED_BEFORE; i++) {
                messageDrafts.add(new MessageDraft(user, new TestMessage("before", i).text(), false, null));
            }
            get(history.append(RoomName.LOBBY, messageDrafts));
            return get(history.open(RoomName.LOBBY)).epoch();
        }
    }
}
