package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.integration.DeliveryLedger;
import dev.parley.integration.ServerProcess;
import dev.parley.storage.sqlite.HistorySettings;
import dev.parley.storage.sqlite.SqliteHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A server under load that is killed and started again, and what is found in its file after each kill. */
final class KillRun {

    /** For each of the three that send by STOMP; together with the lines about a thousand. */
    private static final int A_SECOND = 325;

    /** Tried by lines, each of which is read when the one before is stored: fifty to a hundred come through. */
    private static final int LINES_A_SECOND = 250;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final DeliveryLedger deliveryLedger = new DeliveryLedger(TestMessage::isWhole);
    private final AtomicLong receipts = new AtomicLong();
    private final List<KillSender> senders = new ArrayList<>();
    private final List<KillReader> readers = new ArrayList<>();
    private final ScriptedLineClient passer = new ScriptedLineClient("line", LINES_A_SECOND);
    private final List<CompletableFuture<?>> busy = new ArrayList<>();
    private long steadyNanos;
    private long heardSteadily;

    KillRun(Path folder) {
        this.folder = folder;
        for (TestTransport.Kind kind : TestTransport.Kind.values()) {
            senders.add(new KillSender(kind, kind.toString(), A_SECOND, deliveryLedger, receipts));
            readers.add(new KillReader(kind, "r" + kind, deliveryLedger));
        }
    }

    /** Lets everybody send and read for so long after the first receipts, and kills the server. */
    void killAfter(ServerProcess server, Duration time, int enough) {
        long before = receipts.get();
        long began = System.nanoTime();
        readers.forEach(reader -> begin(() -> reader.read(server)));
        senders.forEach(sender -> begin(() -> sender.send(server, true)));
        begin(() -> passer.send(server));
        while (receipts.get() < before + enough && System.nanoTime() - began < PATIENCE.toNanos()) {
            LockSupport.parkNanos(1_000_000);
        }
        long heard = heard();
        long steady = System.nanoTime();
        LockSupport.parkNanos(time.toNanos());
        server.kill();
        steadyNanos += System.nanoTime() - steady;
        heardSteadily += heard() - heard;
        busy.forEach(CompletableFuture::join);
        busy.clear();
        assertThat(receipts.get()).as("receipts").isGreaterThan(before + enough);
    }

    private void begin(Runnable work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        TestTransport.begin("killed", () -> {
            try {
                work.run();
                done.complete(null);
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
        busy.add(done);
    }

    /** Sends again what has no receipt, to the last. */
    void confirmAll(ServerProcess server) throws Exception {
        for (KillSender sender : senders) {
            CompletableFuture<Boolean> all = new CompletableFuture<>();
            TestTransport.begin("confirming", () -> {
                try {
                    all.complete(sender.send(server, false));
                } catch (RuntimeException e) {
                    all.completeExceptionally(e);
                }
            });
            assertThat(all.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Looks into a copy of the file as it is just now; for the server has to find it as it was left. */
    DeliveryLedger.Findings look() throws IOException {
        Path copy = Files.createDirectories(folder.resolve("copy"));
        for (String part : List.of("parley.db", "parley.db-wal")) {
            Path from = folder.resolve(part);
            Path to = copy.resolve(part);
            Files.deleteIfExists(to);
            if (Files.exists(from)) {
                Files.copy(from, to);
            }
        }
        Files.deleteIfExists(copy.resolve("parley.db-shm"));
        HistorySettings settings = new HistorySettings(copy.resolve("parley.db"), Duration.ofDays(30), 0, false);
        try (SqliteHistory history = SqliteHistory.open(settings, Clock.systemUTC())) {
            return deliveryLedger.compare(history);
        }
    }

    /** Where a reader missed something, or heard it twice. */
    List<String> seams() {
        return readers.stream().flatMap(reader -> reader.seams().stream()).toList();
    }

    /** How many messages were heard, all readers together. */
    long heard() {
        return readers.stream().mapToLong(KillReader::heard).sum();
    }

    /** How many messages a second everybody heard, once all were in. */
    double aSecond() {
        return heardSteadily / (double) readers.size() / (steadyNanos / 1e9);
    }
}
