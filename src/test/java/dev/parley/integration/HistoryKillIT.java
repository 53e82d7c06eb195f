package dev.parley.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.MessageHistory;
import dev.parley.storage.sqlite.HistorySettings;
import dev.parley.storage.sqlite.SqliteHistory;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that stores messages is killed under load and the history opened again: what was acknowledged is there
 * once, at its place. And the check itself is checked: it finds the loss where receipts are given before the commit,
 * and the duplicates where references are not kept.
 */
@Tag("full")
class HistoryKillIT {

    private static final int SENDERS = 6;
    private static final int RECEIPTS = 300;

    /** More of them by hand: {@code -Dtest.kill.rounds=20}. */
    private static final int ROUNDS = Integer.getInteger("test.kill.rounds", 5);

    private static final long NUMBERS_A_ROUND = 1_000_000;

    @TempDir
    private Path folder;

    private final DeliveryLedger deliveryLedger = new DeliveryLedger(NumberedMessage::isComplete);
    private final Map<NumberedMessage, NumberedMessage.Acknowledged> receipts = new LinkedHashMap<>();

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void whatWasAcknowledgedSurvivesBeingKilledOnce() throws Exception {
        Path file = folder.resolve("parley.db");
        for (int round = 0; round < ROUNDS; round++) {
            killUnderLoad(file, round, "after", RECEIPTS);

            Instant before = Instant.now();
            try (SqliteHistory history = open(file)) {
                assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(10));
                assertClean(deliveryLedger.compare(history), round);
                sendAgain(history);
                assertClean(deliveryLedger.compare(history), round);
            }
        }
        assertThat(deliveryLedger.acknowledged()).isGreaterThanOrEqualTo((long) ROUNDS * RECEIPTS);
    }

    @Test
    void receiptsGivenBeforeTheCommitAreFoundToBeLost() throws Exception {
        Path file = folder.resolve("parley.db");
        killUnderLoad(file, 0, "before", 2_000);

        try (SqliteHistory history = open(file)) {
            DeliveryLedger.Findings findings = deliveryLedger.compare(history);
            System.out.println("Receipts before the commit: " + findings);
            assertThat(findings.lost()).isNotEmpty();
        }
    }

    @Test
    void withoutReferencesWhatIsSentAgainIsFoundTwice() throws Exception {
        Path file = folder.resolve("parley.db");
        killUnderLoad(file, 0, "after", 1_000);
        dropReferences(file);

        try (SqliteHistory history = open(file)) {
            receipts.keySet()
                    .forEach(numberedMessage ->
                            history.append(numberedMessage.room(), List.of(numberedMessage.messageDraft())));

            DeliveryLedger.Findings findings = deliveryLedger.compare(history);
            System.out.println("Without references: " + findings);
            assertThat(findings.duplicated()).hasSize(receipts.size());
        }
    }

    private void killUnderLoad(Path file, int round, String receipt, int enough) throws Exception {
        Process senders = ChildProcess.of(
                        SendersMain.class,
                        file.toString(),
                        Integer.toString(SENDERS),
                        Long.toString(round * NUMBERS_A_ROUND),
                        "0",
                        receipt)
                .start();
        try (BufferedReader told = senders.inputReader()) {
            int count = 0;
            while (count < enough) {
                count += note(told.readLine());
            }
            assertThat(senders.isAlive()).isTrue();
            // By its handle, which unlike the process leaves open what is still to be read.
            senders.toHandle().destroyForcibly();
            drain(told);
        } finally {
            senders.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    /** What the process had told before it died is in the pipe. */
    private void drain(BufferedReader told) throws IOException {
        for (String line = told.readLine(); line != null; line = told.readLine()) {
            note(line);
        }
    }

    private int note(String line) {
        assertThat(line).as("the senders ended by themselves").isNotNull();
        return NumberedMessage.parseReceiptLine(line)
                .map(acknowledged -> {
                    NumberedMessage numberedMessage = acknowledged.numberedMessage();
                    receipts.put(numberedMessage, acknowledged);
                    deliveryLedger.acknowledge(numberedMessage.room(), acknowledged.position(), numberedMessage.text());
                    return 1;
                })
                .orElse(0);
    }

    private void sendAgain(MessageHistory messageHistory) {
        receipts.forEach((numberedMessage, acknowledged) -> assertThat(
                        messageHistory.append(numberedMessage.room(), List.of(numberedMessage.messageDraft())))
                .allSatisfy(appendedDraft -> {
                    assertThat(((MessageHistory.Stored) appendedDraft).repeated())
                            .isTrue();
                    assertThat(((MessageHistory.Stored) appendedDraft).message().position())
                            .isEqualTo(acknowledged.position());
                }));
    }

    private static void assertClean(DeliveryLedger.Findings findings, int round) {
        System.out.println("Round " + (round + 1) + ": " + findings);
        assertThat(findings.lost()).isEmpty();
        assertThat(findings.duplicated()).isEmpty();
        assertThat(findings.gaps()).isEmpty();
        assertThat(findings.damaged()).isEmpty();
        assertThat(findings.otherEpochs()).isEmpty();
    }

    private static void dropReferences(Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("DROP INDEX sent_once");
        }
    }

    private static SqliteHistory open(Path file) {
        assertThat(Files.exists(file)).isTrue();
        return SqliteHistory.open(HistorySettings.standard(file), Clock.systemUTC());
    }
}
