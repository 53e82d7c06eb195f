package dev.parley.migration;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.ChangeRight;
import dev.parley.chat.room.DeletionDraft;
import dev.parley.chat.room.EditDraft;
import dev.parley.chat.room.EntryDraft;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageDraft;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.ReactionDraft;
import dev.parley.chat.room.Reference;
import dev.parley.storage.OfflineDatabase;
import dev.parley.storage.OfflineTarget;
import dev.parley.storage.Storage;
import dev.parley.storage.StoredTable;
import dev.parley.storage.postgres.NeedsPostgres;
import dev.parley.storage.postgres.PostgresHistory;
import dev.parley.storage.postgres.TestDatabase;
import dev.parley.storage.sqlite.HistorySettings;
import dev.parley.storage.sqlite.OfflineFile;
import dev.parley.storage.sqlite.SqliteHistory;
import dev.parley.text.RoomName;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the command that moves a history from SQLite to PostgreSQL and back. */
@NeedsPostgres
class MigrateCommandTest {

    private static final RoomName ROOM = RoomName.LOBBY;
    private static final RoomName OTHER = new RoomName("other");
    private static final int ALL = Integer.MAX_VALUE;
    private static final String TEXT = "nul \0, escape \1, tab \t, line\nend\r, back\\slash, \\N, \uD83D\uDC1D";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final User ada = new User(
            "ada's identity", NicknamePolicy.OPERATOR, new ClientInfo("terminal", "line", "127.0.0.1"), Instant.EPOCH);

    private int run(String from, String to) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return MigrateCommand.command(Map.of("SPRING_DATASOURCE_USERNAME", "postgres"))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute("--from", from, "--to", to);
    }

    private SqliteHistory openFile(String name) {
        return SqliteHistory.open(
                HistorySettings.standard(folder.resolve(name)), Clock.systemUTC(), Runnable::run, Runnable::run);
    }

    private String address(String name) {
        return "sqlite:" + folder.resolve(name);
    }

    private MessageDraft draft(String text, String reference) {
        return new MessageDraft(ada, text, false, new Reference(reference));
    }

    /** Returns changes of the first message of a room, and replies to it. */
    private List<EntryDraft> changes() {
        return List.of(
                new EditDraft(ada, "terminal", 1, "more bees", ChangeRight.OPERATOR, new Reference("2")),
                new ReactionDraft(ada, "terminal", 1, "🐝", false, null),
                new MessageDraft(ada, "terminal", "hm", false, null, 1L),
                new MessageDraft(ada, "terminal", "deleted", false, null, 1L),
                new DeletionDraft(ada, "terminal", 5, ChangeRight.OPERATOR, null));
    }

    /** Returns all that a client can see of the rooms. */
    private static List<Object> content(Storage storage) {
        MessageHistory history = storage.messageHistory();
        return List.of(
                get(history.open(ROOM)),
                get(history.open(OTHER)),
                get(history.after(ROOM, 0, ALL, ALL)).entries(),
                get(history.after(OTHER, 0, ALL, ALL)).entries());
    }

    @Test
    void historyIsTheSameAfterAMoveToPostgresqlAndBack() {
        List<Object> content;
        try (SqliteHistory history = openFile("parley.db")) {
            get(history.append(ROOM, List.of(draft("one", "1"), draft(TEXT, "2"), draft("three", "3"))));
            get(history.append(OTHER, List.of(draft("bees", "1"))));
            get(history.append(OTHER, changes()));
            get(history.setTopic(OTHER, "bees\0"));
            content = content(history);
        }
        TestDatabase database = TestDatabase.create();

        assertThat(run(address("parley.db"), database.url())).as(err.toString()).isZero();
        assertThat(out.toString()).contains("Moved 9 messages of 2 rooms").doesNotContain("different");
        String first = out.toString();

        List<MessageHistory.AppendedDraft> later;
        try (PostgresHistory history = database.open()) {
            assertThat(content(history)).isEqualTo(content);
            Message second = get(history.after(ROOM, 1, ALL, 1)).messages().get(0);
            assertThat(get(history.append(ROOM, List.of(draft(TEXT, "2"), draft("other text", "2")))))
                    .containsExactly(new MessageHistory.Stored(second, true), new MessageHistory.Conflict());
            later = get(history.append(ROOM, List.of(draft("four", "4"))));
            assertThat(((MessageHistory.Stored) later.get(0))
                            .message()
                            .position()
                            .seq())
                    .isEqualTo(4);
            assertThat(get(history.open(new RoomName("new"))).head()).isZero();
            content = content(history);
        }

        assertThat(run(database.url(), address("back.db"))).as(err.toString()).isZero();
        try (SqliteHistory history = openFile("back.db")) {
            assertThat(content(history)).isEqualTo(content);
            Message fourth = ((MessageHistory.Stored) later.get(0)).message();
            assertThat(get(history.append(ROOM, List.of(draft("four", "4")))))
                    .containsExactly(new MessageHistory.Stored(fourth, true));
        }
        assertThat(digestOf("other", out.toString())).isEqualTo(digestOf("other", first));
    }

    @Test
    void rowsOfEachTableAreTheSameAfterAMoveToPostgresqlAndBack() throws Exception {
        Map<StoredTable, List<List<Object>>> rows;
        try (OfflineTarget file = OfflineFile.target(folder.resolve("full.db"))) {
            for (StoredTable table : StoredTable.values()) {
                OfflineTarget.RowWriter writer = file.writer(table);
                writer.write(
                        table.columns().stream().map(MigrateCommandTest::value).toArray());
                writer.finish();
            }
            file.complete();
            rows = rows(file);
        }
        TestDatabase database = TestDatabase.create();

        assertThat(run(address("full.db"), database.url())).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("invitations", "members of private rooms")
                .doesNotContain("different");
        assertThat(run(database.url(), address("back.db"))).as(err.toString()).isZero();

        try (OfflineDatabase file = OfflineFile.source(folder.resolve("back.db"))) {
            assertThat(rows(file)).isEqualTo(rows);
        }
        assertRefused(address("full.db"), database.url(), "it contains rooms, messages or other data");
    }

    private static Object value(StoredTable.Column column) {
        return switch (column.type()) {
            case INTEGER -> 7L;
            case TEXT -> TEXT;
            case BOOLEAN -> true;
            case BYTES -> new byte[] {0, -1};
        };
    }

    private static Map<StoredTable, List<List<Object>>> rows(OfflineDatabase database) throws SQLException {
        Map<StoredTable, List<List<Object>>> rows = new EnumMap<>(StoredTable.class);
        for (StoredTable table : StoredTable.values()) {
            List<List<Object>> ofTable = new ArrayList<>();
            database.read(
                    table,
                    row -> ofTable.add(Arrays.stream(row)
                            .map(value -> value instanceof byte[] bytes
                                    ? HexFormat.of().formatHex(bytes)
                                    : value)
                            .toList()));
            assertThat(ofTable).as(table.title()).hasSize(1);
            rows.put(table, ofTable);
        }
        return rows;
    }

    @Test
    void databaseThatHasOnlyInvitationsIsNotEmpty() throws Exception {
        try (SqliteHistory history = openFile("parley.db")) {
            get(history.append(ROOM, List.of(draft("one", "1"))));
        }
        TestDatabase database = TestDatabase.create();
        database.open().close();
        database.execute(
                "INSERT INTO parley.invite (digest, room, person, name, until) VALUES ('d', 'tea', 'p', 'n', 1)");

        assertRefused(address("parley.db"), database.url(), "it contains rooms, messages or other data");
    }

    /** Returns the line of a room in a report. */
    private static String digestOf(String room, String report) {
        return report.lines()
                .filter(line -> line.startsWith(room + " "))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void databasesThatCannotBeMovedAreRefusedWithASentenceAndStayUnchanged() throws Exception {
        try (SqliteHistory history = openFile("parley.db")) {
            get(history.append(ROOM, List.of(draft("one", "1"))));
            TestDatabase empty = TestDatabase.create();
            assertRefused(address("parley.db"), empty.url(), "it is in use by another Parley");
        }
        TestDatabase database = TestDatabase.create();
        try (PostgresHistory history = database.open()) {
            get(history.append(ROOM, List.of(draft("one", "1"))));
            assertRefused(address("parley.db"), database.url(), "a node uses it (a test)");
        }
        assertRefused(address("parley.db"), database.url(), "it contains rooms, messages or other data");
        assertRefused(address("missing.db"), database.url(), "there is no database");
        assertThat(folder.resolve("missing.db")).doesNotExist();
        assertThat(folder.resolve("missing.db.lock")).doesNotExist();
        Path foreign = Files.writeString(folder.resolve("foreign.db"), "no database".repeat(100));
        assertRefused(address("foreign.db"), database.url(), "it is not one of Parley's databases");
        assertRefused(database.url(), address("foreign.db"), "it exists already");
        assertThat(foreign).content().startsWith("no database");
        assertRefused("parley.db", database.url(), "The value of --from is not the address of a database");
        assertRefused(address("parley.db"), address("parley.db"), "are the same database");
        assertRefused(database.url(), address("nowhere/parley.db"), "its folder does not exist");
        assertRefused(TestDatabase.create().url(), address("new.db"), "it contains no tables of Parley");
        assertThat(folder.resolve("new.db")).doesNotExist();
    }

    private void assertRefused(String from, String to, String sentence) {
        assertThat(run(from, to)).isEqualTo(1);
        assertThat(err.toString().strip()).contains(sentence).hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void fileThatAMigrationDidNotCompleteIsRefusedByAServerAndCreatedAgainByTheCommand() throws Exception {
        TestDatabase database = TestDatabase.create();
        try (PostgresHistory history = database.open()) {
            get(history.append(ROOM, List.of(draft("one", "1"))));
        }
        byte[] incomplete;
        try (OfflineTarget target = OfflineFile.target(folder.resolve("parley.db"))) {
            assertThat(target.location()).endsWith("parley.db");
            incomplete = Files.readAllBytes(folder.resolve("parley.db"));
        }
        assertThat(folder.resolve("parley.db")).doesNotExist();
        Files.write(folder.resolve("parley.db"), incomplete); // as kill -9 leaves it

        assertThatThrownBy(() -> openFile("parley.db")).hasMessageContaining("a migration to it did not end");
        assertRefused(address("parley.db"), database.url(), "a migration to it did not end");
        assertThat(run(database.url(), address("parley.db"))).as(err.toString()).isZero();
        try (SqliteHistory history = openFile("parley.db")) {
            assertThat(get(history.after(ROOM, 0, ALL, ALL)).messages()).hasSize(1);
        }
    }
}
