package dev.parley.integration;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.MessageHistory;
import dev.parley.storage.sqlite.HistorySettings;
import dev.parley.storage.sqlite.SqliteHistory;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that a history of a million messages opens quickly, also after a kill. */
@Tag("full")
class MillionMessagesIT {

    private static final int MESSAGES = 1_000_000;
    private static final NumberedMessage FIRST = new NumberedMessage(0, 0);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void storeMessages() throws Exception {
        file = folder.resolve("parley.db");
        try (SqliteHistory history = open()) {
            get(history.open(FIRST.room()));
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("WITH RECURSIVE number (seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM number LIMIT "
                    + MESSAGES
                    + ") INSERT INTO message (room, seq, at, person, name, via, text, action, reference) SELECT 1, seq, 1700000000000 + seq, 'sender ' || seq % 50,"
                    + " 'ada', 'browser', 'This is what people say to each other all day long, number ' || seq, 0, NULL"
                    + " FROM number");
            statement.execute("UPDATE room SET head = " + MESSAGES + ", last_at = 1700000000000 + " + MESSAGES);
        }
    }

    @Test
    void historyOpensWithinTenSecondsAfterAKill() throws Exception {
        Process senders = ChildProcess.of(SendersMain.class, file.toString(), "3", "0", "0", "after")
                .start();
        try (BufferedReader output = senders.inputReader()) {
            for (int i = 0; i < 500; i++) {
                assertThat(output.readLine()).isNotNull();
            }
        } finally {
            senders.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }

        long begin = System.nanoTime();
        try (SqliteHistory history = open()) {
            MessageHistory.Bounds bounds = get(history.open(FIRST.room()));
            MessageHistory.Page last = get(history.before(FIRST.room(), Long.MAX_VALUE, 500));
            MessageHistory.Stored stored = (MessageHistory.Stored)
                    get(history.append(FIRST.room(), List.of(new NumberedMessage(0, MESSAGES).messageDraft())))
                            .get(0);
            Duration serving = Duration.ofNanos(System.nanoTime() - begin);

            System.out.println("Serving " + bounds.head() + " messages after " + serving.toMillis() + " ms");
            assertThat(bounds.head()).isGreaterThan(MESSAGES);
            assertThat(last.messages()).hasSize(500);
            assertThat(stored.message().position().seq()).isEqualTo(bounds.head() + 1);
            assertThat(serving).isLessThan(Duration.ofSeconds(10));
        }
    }

    private SqliteHistory open() {
        return SqliteHistory.open(HistorySettings.standard(file), Clock.systemUTC(), Runnable::run, Runnable::run);
    }
}
