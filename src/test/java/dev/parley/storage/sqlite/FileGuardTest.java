package dev.parley.storage.sqlite;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.MessageDraft;
import dev.parley.chat.room.MessageHistory;
import dev.parley.text.RoomName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Checks what other programs do to the database file while the server runs. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows lets no other program delete an open file")
class FileGuardTest {

    @TempDir
    private Path folder;

    private Path file;
    private SqliteHistory history;
    private final User ada = new User(
            "ada's identity", NicknamePolicy.OPERATOR, new ClientInfo("terminal", "line", "127.0.0.1"), Instant.EPOCH);

    @BeforeEach
    void open() {
        file = folder.resolve("parley.db");
        history = open(file);
        assertThat(append("before")).isCompleted();
    }

    private static SqliteHistory open(Path file) {
        return SqliteHistory.open(HistorySettings.standard(file), Clock.systemUTC(), Runnable::run, Runnable::run);
    }

    @AfterEach
    void close() {
        history.close();
    }

    private CompletableFuture<List<MessageHistory.AppendedDraft>> append(String text) {
        return history.append(RoomName.LOBBY, List.of(new MessageDraft(ada, text, false, null)))
                .toCompletableFuture();
    }

    private static String failure(CompletionStage<?> stage) {
        CompletableFuture<?> future = stage.toCompletableFuture();
        try {
            future.getNow(null);
            return "";
        } catch (CompletionException e) {
            return String.valueOf(e.getCause().getMessage());
        }
    }

    private void awaitFailure(String text) {
        await().atMost(2, SECONDS).until(() -> failure(history.checkAvailable()), found -> found.contains(text));
        assertThat(failure(append("lost"))).contains(text);
    }

    @Test
    void deletedFileFailsEveryWriteUntilItIsBack() throws IOException {
        Path moved = folder.resolve("moved.db");
        Files.move(file, moved);

        awaitFailure("was deleted or replaced");
        assertThat(file).doesNotExist();
        Files.move(moved, file);

        assertThat(append("after")).isCompleted();
    }

    @Test
    void replacedFileFailsEveryWrite() throws IOException {
        Files.move(file, folder.resolve("moved.db"));
        Files.copy(folder.resolve("moved.db"), file);

        awaitFailure("was deleted or replaced");
    }

    @Test
    void deletedLogFailsEveryWriteAndItsMessagesSurviveTheRestart() throws IOException {
        Files.delete(folder.resolve("parley.db-wal"));

        awaitFailure("parley.db-wal was deleted");
        history.close();
        history = open(file);

        assertThat(history.before(RoomName.LOBBY, Long.MAX_VALUE, 10)
                        .toCompletableFuture()
                        .join()
                        .messages())
                .extracting(message -> message.text())
                .containsExactly("before");
    }

    @Test
    void writeWaitsForAnotherProgramThatHoldsTheLock() throws SQLException {
        history.append(RoomName.LOBBY, List.of(new MessageDraft(ada, "snapshot", false, null)));
        CompletableFuture<List<MessageHistory.AppendedDraft>> appended;
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("UPDATE room SET topic = 'elsewhere'");
            appended = CompletableFuture.supplyAsync(() -> append("waits").join());
            await().pollDelay(300, java.util.concurrent.TimeUnit.MILLISECONDS).until(() -> !appended.isDone());
            statement.execute("COMMIT");
        }

        assertThat(appended).succeedsWithin(java.time.Duration.ofSeconds(3));
    }

    @Test
    void filesAreForTheirOwnerOnly() throws IOException {
        for (String name : List.of("parley.db", "parley.db-wal", "parley.db-shm", "parley.db.lock")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
                    .as(name)
                    .isEqualTo("rw-------");
        }
    }
}
