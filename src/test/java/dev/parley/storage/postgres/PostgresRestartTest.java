package dev.parley.storage.postgres;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.ManualScheduler;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageDraft;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.Reference;
import dev.parley.text.RoomName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks a history after it was closed and opened again. */
@NeedsPostgres
class PostgresRestartTest {

    private static final RoomName ROOM = RoomName.LOBBY;
    private static final RoomName OTHER = new RoomName("other");
    private static final int ALL = Integer.MAX_VALUE;

    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final OpenedHistory OPENED = new OpenedHistory(DATABASE);

    private final ManualScheduler time = new ManualScheduler();
    private final User ada = new User(
            "ada's identity", NicknamePolicy.OPERATOR, new ClientInfo("terminal", "line", "127.0.0.1"), Instant.EPOCH);

    private PostgresHistory history;

    @BeforeEach
    void open() {
        history = OPENED.empty(time.clock());
    }

    @AfterAll
    static void close() {
        OPENED.close();
    }

    @Test
    void roomsMessagesAndReferencesSurviveARestart() {
        get(history.append(ROOM, List.of(draft("one", null), draft("two", "r"))));
        get(history.setTopic(OTHER, "bees\0"));
        MessageHistory.Bounds room = get(history.open(ROOM));
        MessageHistory.Bounds other = get(history.open(OTHER));
        List<Message> messages = messages();

        history = OPENED.restart(false);

        assertThat(get(history.open(ROOM))).isEqualTo(room);
        assertThat(get(history.open(OTHER))).isEqualTo(other);
        assertThat(other.topic()).isEqualTo("bees\0");
        assertThat(messages()).isEqualTo(messages);
        assertThat(get(history.append(ROOM, List.of(draft("two", "r"), draft("bye", "r")))))
                .containsExactly(new MessageHistory.Stored(messages.get(1), true), new MessageHistory.Conflict());
    }

    @Test
    void timesDoNotDecreaseWhenTheClockIsAdjusted() {
        get(history.append(ROOM, List.of(draft("one", null))));
        time.advanceTime(Duration.ofSeconds(-50));

        history = OPENED.restart(false);
        get(history.append(ROOM, List.of(draft("two", null))));

        assertThat(messages().get(1).at()).isEqualTo(messages().get(0).at());
    }

    @Test
    void restoredDatabaseStartsNewEpochsWithTheSameMessages() {
        get(history.append(ROOM, List.of(draft("hello", "r"))));
        MessageHistory.Bounds room = get(history.open(ROOM));

        history = OPENED.restart(true);

        MessageHistory.Bounds restored = get(history.open(ROOM));
        assertThat(restored.epoch()).isNotEqualTo(room.epoch()).matches("[A-Za-z0-9]{12}");
        assertThat(restored.head()).isEqualTo(1);
        assertThat(messages()).extracting(message -> message.position().epoch()).containsExactly(restored.epoch());

        history = OPENED.restart(false);
        assertThat(get(history.open(ROOM))).isEqualTo(restored);
    }

    @Test
    void interruptedDeletionOfARoomContinuesWithTheNextPruning() {
        get(history.append(OTHER, List.of(draft("kept", "r"))));
        get(history.append(ROOM, Collections.nCopies(501, draft("deleted", null))));
        get(history.append(ROOM, List.of(draft("deleted", "r"))));
        DATABASE.execute("UPDATE parley.room SET name = '/' || id WHERE name = '" + ROOM + "'");

        history = OPENED.restart(false);
        assertThat(get(history.rooms()))
                .extracting(MessageHistory.StoredRoom::room)
                .containsExactly(OTHER);
        assertThat(DATABASE.query("SELECT count(*) FROM parley.message")).containsExactly("503");
        get(history.prune(time.clock().instant()));

        for (String table : List.of("room", "message", "client_message")) {
            assertThat(DATABASE.query("SELECT count(*) FROM parley." + table)).containsExactly("1");
        }
    }

    @Test
    void eachStartHasARowAndTheOneThatStoppedIsMarked() {
        long node = lastNode();

        history = OPENED.restart(false);

        assertThat(lastNode()).isGreaterThan(node);
        assertThat(DATABASE.query("SELECT id FROM parley.node WHERE gone IS NULL"))
                .containsExactly(Long.toString(lastNode()));
    }

    @Test
    void commitsAreFlushedAlsoIfTheDatabaseTurnsThatOff() {
        DATABASE.execute("DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database()"
                + " || ' SET synchronous_commit = off'; END $$");
        history = OPENED.restart(false);

        // The function of the test runs in the session of an append.
        DATABASE.execute(
                "CREATE TABLE parley.seen (value text)",
                "CREATE FUNCTION parley.see() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO parley.seen VALUES"
                        + " (current_setting('synchronous_commit')); RETURN NEW; END $$",
                "CREATE TRIGGER see AFTER INSERT ON parley.message FOR EACH ROW EXECUTE FUNCTION parley.see()");
        get(history.append(ROOM, List.of(draft("hello", null))));

        assertThat(DATABASE.query("SELECT value FROM parley.seen")).containsExactly("on");
        DATABASE.execute(
                "DROP TRIGGER see ON parley.message",
                "DROP FUNCTION parley.see",
                "DROP TABLE parley.seen",
                "DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || ' RESET synchronous_commit'; END $$");
    }

    @Test
    void schemaVersionIsTheNumberOfMigrations() throws Exception {
        Path migrations = Path.of(
                PostgresSchema.class.getResource("/db/migration/postgresql").toURI());
        try (var files = Files.list(migrations)) {
            assertThat(files).hasSize(PostgresSchema.VERSION);
        }
    }

    private static long lastNode() {
        return Long.parseLong(DATABASE.query("SELECT max(id) FROM parley.node").get(0));
    }

    private List<Message> messages() {
        return get(history.after(ROOM, 0, ALL, ALL)).messages();
    }

    private MessageDraft draft(String text, String reference) {
        return new MessageDraft(ada, text, false, reference == null ? null : new Reference(reference));
    }
}
