package dev.parley.integration;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.Edit;
import dev.parley.chat.room.LogEntry;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageHistory;
import dev.parley.storage.sqlite.HistorySettings;
import dev.parley.storage.sqlite.SqliteHistory;
import dev.parley.text.RoomName;
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
 * Kills a process that stores messages under load and opens the history again. Checks that each acknowledged message is
 * stored once, at its position. Also checks the check itself: it detects the loss if receipts precede the commit, and
 * the duplicates if references are not unique.
 */
@Tag("full")
@Tag("waits")
class HistoryKillIT {

    private static final int SENDERS = 6;
    private static final int RECEIPTS = 300;

    /** The number of rounds; more of them with {@code -Dtest.kill.rounds=20}. */
    private static final int ROUNDS = Integer.getInteger("test.kill.rounds", 5);

    private static final long NUMBERS_A_ROUND = 1_000_000;

    @TempDir
    private Path folder;

    private final DeliveryLedger deliveryLedger = new DeliveryLedger(NumberedMessage::isComplete);
    private final Map<NumberedMessage, NumberedMessage.Acknowledged> receipts = new LinkedHashMap<>();

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void acknowledgedMessagesSurviveAKillExactlyOnce() throws Exception {
        Path file = folder.resolve("parley.db");
        for (int round = 0; round < ROUNDS; round++) {
            killUnderLoad(file, round, "after", RECEIPTS);

            Instant before = Instant.now();
            try (SqliteHistory history = open(file)) {
                assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(10));
                assertClean(deliveryLedger.compare(history), round);
                appendAgain(history);
                assertClean(deliveryLedger.compare(history), round);
            }
        }
        assertThat(deliveryLedger.acknowledged()).isGreaterThanOrEqualTo((long) ROUNDS * RECEIPTS);
    }

    @Test
    void acknowledgedEditsSurviveAKill() throws Exception {
        Path file = folder.resolve("parley.db");
        Map<Long, Integer> acknowledged = new LinkedHashMap<>();
        Process editor = ChildProcess.of(EditorMain.class, file.toString()).start();
        try (BufferedReader output = editor.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.endsWith(" .")) {
                    String[] words = line.split(" ", 3);
                    acknowledged.put(Long.parseLong(words[0]), Integer.parseInt(words[1]));
                }
                if (editor.isAlive() && acknowledged.size() == EditorMain.MESSAGES) {
                    editor.toHandle().destroyForcibly();
                }
            }
        } finally {
            editor.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }

        try (SqliteHistory history = open(file)) {
            List<? extends LogEntry> entries = get(history.after(RoomName.LOBBY, 0, Long.MAX_VALUE, Integer.MAX_VALUE))
                    .entries();
            Map<Long, String> texts = new LinkedHashMap<>();
            for (int i = 0; i < entries.size(); i++) {
                assertThat(entries.get(i).position().seq()).isEqualTo(i + 1);
                if (entries.get(i) instanceof Message message) {
                    texts.put(message.position().seq(), message.text());
                } else if (entries.get(i) instanceof Edit edit) {
                    assertThat(edit.text()).isEqualTo(texts.get(edit.target()));
                }
            }
            assertThat(acknowledged)
                    .hasSize(EditorMain.MESSAGES)
                    .allSatisfy((target, edit) -> assertThat(
                                    Integer.parseInt(texts.get(target).substring("edit ".length())))
                            .isGreaterThanOrEqualTo(edit));
        }
    }

    @Test
    void checkDetectsLossWhenReceiptsPrecedeTheCommit() throws Exception {
        Path file = folder.resolve("parley.db");
        killUnderLoad(file, 0, "before", 2_000);

        try (SqliteHistory history = open(file)) {
            DeliveryLedger.Findings findings = deliveryLedger.compare(history);
            System.out.println("Receipts before the commit: " + findings);
            assertThat(findings.lost()).isNotEmpty();
        }
    }

    @Test
    void checkDetectsDuplicatesWithoutUniqueReferences() throws Exception {
        Path file = folder.resolve("parley.db");
        killUnderLoad(file, 0, "after", 1_000);
        dropReferences(file);

        try (SqliteHistory history = open(file)) {
            receipts.keySet()
                    .forEach(numberedMessage ->
                            get(history.append(numberedMessage.room(), List.of(numberedMessage.messageDraft()))));

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
        try (BufferedReader output = senders.inputReader()) {
            int count = 0;
            while (count < enough) {
                count += recordReceipt(output.readLine());
            }
            assertThat(senders.isAlive()).isTrue();
            // Through the handle, because destroying the Process would close its output, which is still to be read.
            senders.toHandle().destroyForcibly();
            drain(output);
        } finally {
            senders.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    /** Reads the lines that the process wrote before it was killed, which are still in the pipe. */
    private void drain(BufferedReader output) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            recordReceipt(line);
        }
    }

    private int recordReceipt(String line) {
        assertThat(line).as("a line of the senders").isNotNull();
        return NumberedMessage.parseReceiptLine(line)
                .map(acknowledged -> {
                    NumberedMessage numberedMessage = acknowledged.numberedMessage();
                    receipts.put(numberedMessage, acknowledged);
                    deliveryLedger.acknowledge(numberedMessage.room(), acknowledged.position(), numberedMessage.text());
                    return 1;
                })
                .orElse(0);
    }

    private void appendAgain(MessageHistory messageHistory) {
        receipts.forEach((numberedMessage, acknowledged) -> assertThat(
                        get(messageHistory.append(numberedMessage.room(), List.of(numberedMessage.messageDraft()))))
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
        return SqliteHistory.open(HistorySettings.standard(file), Clock.systemUTC(), Runnable::run, Runnable::run);
    }
}
