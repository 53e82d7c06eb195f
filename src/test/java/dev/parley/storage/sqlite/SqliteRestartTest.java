package dev.parley.storage.sqlite;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.ManualScheduler;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageDraft;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.Reference;
import dev.parley.chat.room.StorageException;
import dev.parley.text.RoomName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks a history after it was closed and opened again. */
class SqliteRestartTest {

    private static final RoomName ROOM = RoomName.LOBBY;
    private static final RoomName OTHER = new RoomName("other");
    private static final int ALL = Integer.MAX_VALUE;

    private final ManualScheduler time = new ManualScheduler();
    private final User ada = new User(
            "ada's identity", NicknamePolicy.OPERATOR, new ClientInfo("terminal", "line", "127.0.0.1"), Instant.EPOCH);

    @TempDir
    private Path folder;

    private SqliteHistory history;

    @BeforeEach
    void open() {
        history = openHistory(false);
    }

    @AfterEach
    void close() {
        history.close();
    }

    @Test
    void roomsAndMessagesSurviveARestart() {
        get(history.append(ROOM, List.of(draft("one", null), draft("two", "r"))));
        get(history.setTopic(OTHER, "bees"));
        MessageHistory.Bounds room = get(history.open(ROOM));
        MessageHistory.Bounds other = get(history.open(OTHER));
        List<Message> messages = get(history.after(ROOM, 0, ALL, ALL)).messages();

        restart(false);

        assertThat(get(history.open(ROOM))).isEqualTo(room);
        assertThat(get(history.open(OTHER))).isEqualTo(other);
        assertThat(get(history.after(ROOM, 0, ALL, ALL)).messages()).isEqualTo(messages);
    }

    @Test
    void referenceSurvivesARestart() {
        MessageHistory.Stored first = (MessageHistory.Stored)
                get(history.append(ROOM, List.of(draft("hello", "r")))).get(0);

        restart(false);

        assertThat(get(history.append(ROOM, List.of(draft("hello", "r"), draft("bye", "r")))))
                .containsExactly(new MessageHistory.Stored(first.message(), true), new MessageHistory.Conflict());
    }

    @Test
    void timesDoNotDecreaseWhenTheClockIsAdjusted() {
        get(history.append(ROOM, List.of(draft("one", null))));
        time.advanceTime(Duration.ofSeconds(-50));

        restart(false);
        get(history.append(ROOM, List.of(draft("two", null))));

        List<Message> messages = get(history.after(ROOM, 0, ALL, ALL)).messages();
        assertThat(messages.get(1).at()).isEqualTo(messages.get(0).at());
    }

    @Test
    void restoredFileStartsNewEpochsWithTheSameMessages() {
        get(history.append(ROOM, List.of(draft("hello", "r"))));
        MessageHistory.Bounds room = get(history.open(ROOM));
        String other = get(history.open(OTHER)).epoch();

        restart(true);

        MessageHistory.Bounds restored = get(history.open(ROOM));
        assertThat(restored.epoch()).isNotEqualTo(room.epoch()).matches("[A-Za-z0-9]{12}");
        assertThat(get(history.open(OTHER)).epoch()).isNotEqualTo(other).isNotEqualTo(restored.epoch());
        assertThat(restored.head()).isEqualTo(1);
        assertThat(get(history.after(ROOM, 0, ALL, ALL)).messages())
                .extracting(message -> message.position().epoch())
                .containsExactly(restored.epoch());

        restart(false);
        assertThat(get(history.open(ROOM))).isEqualTo(restored);
    }

    @Test
    void fileHasTheApplicationIdAndAWriteAheadLog() throws SQLException {
        close();

        assertThat(pragma("application_id")).isEqualTo(Integer.toString(DatabaseFile.APPLICATION_ID));
        assertThat(pragma("journal_mode")).isEqualTo("wal");
    }

    @Test
    void connectionFlushesEachCommit() throws SQLException {
        try (SqliteConnection sqliteConnection = SqliteConnection.writing(folder.resolve("parley.db"));
                ResultSet row = sqliteConnection.query("PRAGMA synchronous")) {
            assertThat(row.getInt(1)).as("2 is FULL").isEqualTo(2);
        }
    }

    @Test
    void schemaVersionIsTheNumberOfMigrations() throws Exception {
        Path migrations =
                Path.of(SchemaMigrator.class.getResource("/db/migration/sqlite").toURI());
        try (var files = Files.list(migrations)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains("V1__rooms_messages_references_tokens.sql")
                    .hasSize(SchemaMigrator.VERSION);
        }
    }

    @Test
    void closedHistoryThrowsStorageExceptions() {
        close();
        close();

        assertThatExceptionOfType(StorageException.class).isThrownBy(() -> get(history.rooms()));
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> get(history.append(ROOM, List.of(draft("late", null)))))
                .matches(failed -> !failed.isFull());
    }

    private void restart(boolean restored) {
        close();
        history = openHistory(restored);
    }

    private SqliteHistory openHistory(boolean restored) {
        Path file = folder.resolve("parley.db");
        return SqliteHistory.open(
                new HistorySettings(file, Duration.ofDays(30), 100_000, restored),
                time.clock(),
                Runnable::run,
                Runnable::run);
    }

    private MessageDraft draft(String text, String reference) {
        return new MessageDraft(ada, text, false, reference == null ? null : new Reference(reference));
    }

    private String pragma(String name) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("parley.db"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA " + name)) {
            return row.getString(1);
        }
    }
}
