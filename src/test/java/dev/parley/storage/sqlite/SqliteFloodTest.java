package dev.parley.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.MessageDraft;
import dev.parley.chat.room.MessageHistory.Stored;
import dev.parley.chat.room.Reference;
import dev.parley.storage.MessageReferences;
import dev.parley.text.RoomName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that the files stay bounded under floods of messages and reads. */
class SqliteFloodTest {

    private static final RoomName ROOM = RoomName.LOBBY;
    private static final long MIB = 1 << 20;

    private final ExecutorService executor = Executors.newFixedThreadPool(4);
    private final User ada = new User(
            "ada's identity", NicknamePolicy.OPERATOR, new ClientInfo("terminal", "line", "127.0.0.1"), Instant.EPOCH);

    @TempDir
    private Path folder;

    private SqliteHistory history;

    @BeforeEach
    void open() {
        history = SqliteHistory.open(
                HistorySettings.standard(folder.resolve("parley.db")), Clock.systemUTC(), executor, executor);
    }

    @AfterEach
    void close() throws InterruptedException {
        history.close();
        executor.shutdown();
        assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    private Stored append(String text, String reference) {
        return (Stored) history.append(ROOM, List.of(new MessageDraft(ada, text, false, new Reference(reference))))
                .toCompletableFuture()
                .join()
                .get(0);
    }

    private void setLastReference(long id) throws SQLException {
        history.close();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("parley.db"));
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE sqlite_sequence SET seq = " + id + " WHERE name = 'sent'"))
                    .isEqualTo(1);
        }
        open();
    }

    @ParameterizedTest
    @CsvSource({"-1, true", "0, false"})
    void referencesBeyondTheMostAreDeletedWithTheNextMessage(long beyond, boolean isKept) throws Exception {
        append("first", "r-1");
        setLastReference(MessageReferences.MOST_KEPT + beyond);

        append("next", "r-2");

        assertThat(append("first", "r-1").repeated()).isEqualTo(isKept);
        assertThat(append("next", "r-2").repeated()).isTrue();
    }

    @Test
    void writeAheadLogIsBoundedUnderReadersWithoutAPause() throws IOException {
        AtomicBoolean stopped = new AtomicBoolean();
        CompletableFuture<?> readers = CompletableFuture.allOf(
                CompletableFuture.runAsync(() -> readUntil(stopped)),
                CompletableFuture.runAsync(() -> readUntil(stopped)));
        Path log = folder.resolve("parley.db-wal");
        String text = "x".repeat(4_000);
        long largest = 0;
        for (int i = 0; i < 3_000; i++) {
            append(text, "r-" + i);
            largest = Math.max(largest, Files.size(log));
        }
        stopped.set(true);
        readers.join();

        assertThat(largest).as("bytes of the log").isLessThan(16 * MIB);
        assertThat(Files.size(folder.resolve("parley.db"))).isGreaterThan(8 * MIB);
    }

    private void readUntil(AtomicBoolean stopped) {
        for (long before = 1; !stopped.get(); before = before % 3_000 + 100) {
            history.before(ROOM, before, 200).toCompletableFuture().join();
        }
    }
}
