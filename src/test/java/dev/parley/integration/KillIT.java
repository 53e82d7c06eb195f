package dev.parley.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.stomp.Frame;
import dev.parley.stomp.Headers;
import dev.parley.stomp.StompCommand;
import dev.parley.storage.Storage;
import dev.parley.storage.sqlite.HistorySettings;
import dev.parley.storage.sqlite.SqliteHistory;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the whole server under load repeatedly. Checks that each acknowledged message is stored once, at its position,
 * and that each other one is stored once after it was resent. The system property {@code test.kill.rounds} sets the
 * number of rounds.
 */
class KillIT {

    private static final int ROUNDS = Integer.getInteger("test.kill.rounds", 5);
    private static final int SENDERS = 4;
    private static final int AT_ONCE = 25;
    private static final int RECEIPTS_BEFORE_THE_KILL = 400;
    private static final Duration SERVING_AGAIN = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private final DeliveryLedger deliveryLedger =
            new DeliveryLedger(text -> text.startsWith("<") && text.endsWith(">"));
    private final Semaphore receipts = new Semaphore(0);

    @Test
    void acknowledgedMessagesSurviveKillsAndResentMessagesAreStoredOnce() throws Exception {
        List<Sender> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            senders.add(new Sender("sender" + i));
        }
        ServerProcess server = ServerProcess.start(folder, options().toArray(String[]::new));
        for (int round = 1; round <= rounds(); round++) {
            receipts.drainPermits();
            List<CompletableFuture<Void>> sending = startSenders(senders, server, true);
            boolean enough = receipts.tryAcquire(RECEIPTS_BEFORE_THE_KILL, 60, TimeUnit.SECONDS);
            server.kill();
            CompletableFuture.allOf(sending.toArray(CompletableFuture<?>[]::new))
                    .join();
            assertThat(enough).as("so many receipts before the kill").isTrue();
            long killed = System.nanoTime();
            server = server.restart();
            assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(SERVING_AGAIN);
        }
        try (ServerProcess last = server) {
            CompletableFuture.allOf(startSenders(senders, last, false).toArray(CompletableFuture<?>[]::new))
                    .join();
            assertThat(last.stop()).isZero();
        }
        try (Storage storage = openStorage()) {
            DeliveryLedger.Findings findings = deliveryLedger.compare(storage.messageHistory());
            System.out.println(rounds() + " kills: " + findings);
            assertThat(findings.acknowledged())
                    .isEqualTo(findings.stored())
                    .isGreaterThan((long) rounds() * RECEIPTS_BEFORE_THE_KILL);
            assertThat(findings.lost()).isEmpty();
            assertThat(findings.duplicated()).isEmpty();
            assertThat(findings.gaps()).isEmpty();
            assertThat(findings.damaged()).isEmpty();
            assertThat(findings.otherEpochs()).isEmpty();
        }
    }

    /** Returns the options of the server. */
    protected List<String> options() {
        return List.of("--parley.limits.messages-per-second=0");
    }

    /** Returns the number of kills. */
    protected int rounds() {
        return ROUNDS;
    }

    /** Opens the storage of the server, which has ended. */
    protected Storage openStorage() {
        return SqliteHistory.open(
                new HistorySettings(folder.resolve("parley.db"), Duration.ofDays(30), 0, false),
                Clock.systemUTC(),
                Runnable::run,
                Runnable::run);
    }

    private static List<CompletableFuture<Void>> startSenders(
            List<Sender> senders, ServerProcess server, boolean more) {
        return senders.stream()
                .map(sender -> CompletableFuture.runAsync(() -> sender.send(server.pagePort(), more), task -> {
                    Thread thread = new Thread(task, "sender");
                    thread.setDaemon(true);
                    thread.start();
                }))
                .toList();
    }

    /** Sends messages, keeps those without a receipt, and resends them first after a reconnect. */
    private final class Sender {
        private final String name;
        private final Map<String, String> unconfirmed = new LinkedHashMap<>();
        private String token = "";
        private int next;

        private Sender(String name) {
            this.name = name;
        }

        private void send(int port, boolean more) {
            try (StompLibraryClient client = StompLibraryClient.connect(port)) {
                client.sendFrame(StompCommand.CONNECT, "accept-version", "1.2", "login", name, "resume", token);
                token = client.receive(StompCommand.CONNECTED).headers().get("resume");
                client.join("lobby", "replay", "0");
                unconfirmed.forEach((reference, text) -> client.publish("lobby", text, reference));
                while (more || !unconfirmed.isEmpty()) {
                    while (more && unconfirmed.size() < AT_ONCE) {
                        String reference = name + "-" + next++;
                        unconfirmed.put(reference, "<" + reference + " " + "x".repeat(next % 200) + ">");
                        client.publish("lobby", unconfirmed.get(reference), reference);
                    }
                    onFrame(client.receive(frame -> true));
                }
            } catch (AssertionError | RuntimeException e) {
                if (!more) {
                    throw new AssertionError(name + " has no receipt for " + unconfirmed.keySet(), e);
                }
            }
        }

        private void onFrame(Frame frame) {
            assertThat(frame.headers().get("destination")).isNotEqualTo("/user/queue/refusals");
            if (frame.stompCommand() == StompCommand.RECEIPT) {
                recordReceipt(frame);
            }
        }

        private void recordReceipt(Frame receipt) {
            String reference = receipt.headers().get(Headers.RECEIPT_ID);
            String text = unconfirmed.remove(reference);
            Position position =
                    Position.parse(receipt.headers().get("position")).orElseThrow();
            deliveryLedger.acknowledge(RoomName.LOBBY, position, text);
            receipts.release();
        }
    }
}
