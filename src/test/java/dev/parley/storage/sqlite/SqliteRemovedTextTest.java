package dev.parley.storage.sqlite;

import static dev.parley.chat.room.Stages.get;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.ChangeRight;
import dev.parley.chat.room.DeletionDraft;
import dev.parley.chat.room.EditDraft;
import dev.parley.chat.room.EntryDraft;
import dev.parley.chat.room.MessageDraft;
import dev.parley.chat.room.MessageHistory;
import dev.parley.text.RoomName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches the files of a database for texts that were removed. */
class SqliteRemovedTextTest {

    private static final User ADA =
            new User("ada's id", Nickname.of("ada"), new ClientInfo("terminal", "line", "127.0.0.1"), Instant.EPOCH);

    private static final String SECRET = "s3cr3t-";

    private static final int MESSAGES = 800;

    @TempDir
    private Path folder;

    private final Random random = new Random(1);
    private SqliteHistory history;

    @BeforeEach
    void open() {
        history = SqliteHistory.open(
                HistorySettings.standard(folder.resolve("parley.db")), Clock.systemUTC(), Runnable::run, Runnable::run);
    }

    @AfterEach
    void close() {
        history.close();
    }

    private List<MessageHistory.AppendedDraft> append(List<? extends EntryDraft> drafts) {
        return get(history.append(RoomName.LOBBY, drafts));
    }

    private static EntryDraft message(String text) {
        return new MessageDraft(ADA, text, false, null);
    }

    private static EntryDraft edit(long target, String text) {
        return new EditDraft(ADA, "terminal", target, text, ChangeRight.OPERATOR, null);
    }

    private static EntryDraft deletion(long target) {
        return new DeletionDraft(ADA, "terminal", target, ChangeRight.OPERATOR, null);
    }

    private long occurrences() throws IOException {
        long found = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String content = new String(Files.readAllBytes(file), ISO_8859_1);
                for (int at = content.indexOf(SECRET); at >= 0; at = content.indexOf(SECRET, at + 1)) {
                    found++;
                }
            }
        }
        return found;
    }

    @Test
    void deletedTextLeavesTheFilesWithTheDeletion() throws IOException {
        append(List.of(message(SECRET), message("kept")));
        assertThat(occurrences()).isPositive();

        append(List.of(edit(1, "again " + SECRET), deletion(1)));

        assertThat(occurrences()).isZero();
    }

    /** Short texts share pages, which are split as they fill; long ones have pages of their own. */
    private void appendMany() {
        for (int first = 0; first < MESSAGES; first += 20) {
            List<EntryDraft> batch = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                batch.add(message(SECRET + "x".repeat(random.nextInt(i == 0 ? 8_000 : 300))));
            }
            append(batch);
        }
        for (int i = 0; i < 200; i++) {
            append(List.of(edit(1 + random.nextInt(MESSAGES), SECRET + "y".repeat(random.nextInt(3_000)))));
        }
    }

    private void deleteMany() {
        append(IntStream.rangeClosed(1, MESSAGES)
                .mapToObj(SqliteRemovedTextTest::deletion)
                .toList());
    }

    private Connection other() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("parley.db"));
        connection.setAutoCommit(false);
        return connection;
    }

    /** Reads a row, so that SQLite keeps what the connection can read. */
    private static String read(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void noTextOfManyIsLeft() throws IOException, SQLException {
        append(List.of(message("kept")));
        appendMany();
        deleteMany();
        append(List.of(deletion(MESSAGES + 1)));
        history.close();

        assertThat(occurrences()).isZero();
        try (Connection connection = other()) {
            assertThat(read(connection, "PRAGMA integrity_check")).isEqualTo("ok");
        }
        open();
        assertThat(get(history.messagesBefore(RoomName.LOBBY, Long.MAX_VALUE, 10_000))
                        .messages())
                .hasSizeGreaterThan(1)
                .allMatch(message -> message.isDeleted());
    }

    /** Pages that SQLite keeps in memory do not bring the texts back. */
    @Test
    void noTextReturnsWithLaterMessages() throws IOException {
        appendMany();
        deleteMany();
        history.close();
        open();
        for (int i = 0; i < 100; i++) {
            append(List.of(message("later " + "z".repeat(random.nextInt(300)))));
        }
        history.close();

        assertThat(occurrences()).isZero();
    }

    /** Another program that reads keeps the server from emptying the log; the next start makes up for it. */
    @Test
    void textsThatAnotherProgramHeldAreRemovedAfterTheNextStart() throws IOException, SQLException {
        appendMany();
        try (Connection reader = other()) {
            read(reader, "SELECT count(*) FROM message");
            deleteMany();
            history.close();
            assertThat(occurrences()).isPositive();
        }

        open();
        append(List.of(message("kept")));

        assertThat(occurrences()).isZero();
    }
}
