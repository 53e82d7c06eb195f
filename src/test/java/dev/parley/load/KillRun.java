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

/** Kills and restarts a server under load, and checks its database after each kill. */
final class KillRun {

    /** The rate of each of the three STOMP senders. Together with the lines this is about a thousand. */
    private static final int MESSAGES_PER_SECOND = 325;

    /**
     * The attempted rate of lines. The server reads a line when the previous one is stored, so 50 to 100 per second
     * succeed.
     */
    private static final int LINES_PER_SECOND = 250;

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Path folder;
    private final DeliveryLedger deliveryLedger = new DeliveryLedger(TestMessage::isComplete);
    private final AtomicLong receipts = new AtomicLong();
    private final List<KillSender> senders = new ArrayList<>();
    private final List<KillReader> readers = new ArrayList<>();
    private final ScriptedLineClient lineClient = new ScriptedLineClient("line", LINES_PER_SECOND);
    private final List<CompletableFuture<?>> tasks = new ArrayList<>();
    private long measuredNanos;
    private long measuredMessages;

    KillRun(Path folder) {
        this.folder = folder;
        for (TestTransport.Kind kind : TestTransport.Kind.values()) {
            senders.add(new KillSender(kind, kind.toString(), MESSAGES_PER_SECOND, deliveryLedger, receipts));
            readers.add(new KillReader(kind, "r" + kind, deliveryLedger));
        }
    }

    /** Sends and reads for this time after the first receipts, and kills the server. */
    void killAfter(ServerProcess server, Duration time, int enough) {
        long before = receipts.get();
        long began = System.nanoTime();
        readers.forEach(reader -> start(() -> reader.read(server)));
        senders.forEach(sender -> start(() -> sender.send(server, true)));
        start(() -> lineClient.send(server));
        while (receipts.get() < before + enough && System.nanoTime() - began < TIMEOUT.toNanos()) {
            LockSupport.parkNanos(1_000_000);
        }
        long received = receivedCount();
        long measured = System.nanoTime();
        LockSupport.parkNanos(time.toNanos());
        server.kill();
        measuredNanos += System.nanoTime() - measured;
        measuredMessages += receivedCount() - received;
        tasks.forEach(CompletableFuture::join);
        tasks.clear();
        assertThat(receipts.get()).as("receipts").isGreaterThan(before + enough);
    }

    private void start(Runnable work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        TestTransport.startThread("killed", () -> {
            try {
                work.run();
                done.complete(null);
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
        tasks.add(done);
    }

    /** Resends the messages without a receipt, until each has one. */
    void confirmAll(ServerProcess server) throws Exception {
        for (KillSender sender : senders) {
            CompletableFuture<Boolean> all = new CompletableFuture<>();
            TestTransport.startThread("confirming", () -> {
                try {
                    all.complete(sender.send(server, false));
                } catch (RuntimeException e) {
                    all.completeExceptionally(e);
                }
            });
            assertThat(all.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Checks a copy of the database, so that the server finds its files unchanged. */
    DeliveryLedger.Findings checkCopy() throws IOException {
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
        try (SqliteHistory history = SqliteHistory.open(settings, Clock.systemUTC(), Runnable::run, Runnable::run)) {
            return deliveryLedger.compare(history);
        }
    }

    /** Returns the places where a reader missed a message or received it twice. */
    List<String> gaps() {
        return readers.stream().flatMap(reader -> reader.gaps().stream()).toList();
    }

    /** Returns how many messages all readers received. */
    long receivedCount() {
        return readers.stream().mapToLong(KillReader::receivedCount).sum();
    }

    /** Returns how many messages per second a reader received while all clients were connected. */
    double messagesPerSecond() {
        return measuredMessages / (double) readers.size() / (measuredNanos / 1e9);
    }
}
