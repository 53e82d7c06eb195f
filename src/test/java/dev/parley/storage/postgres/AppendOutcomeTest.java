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
import dev.parley.chat.room.MessageHistory.AppendedDraft;
import dev.parley.chat.room.Reference;
import dev.parley.chat.room.StorageException;
import dev.parley.text.RoomName;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks appends whose connection fails, and appends of a server that was replaced. */
@NeedsPostgres
class AppendOutcomeTest {

    private static final RoomName ROOM = RoomName.LOBBY;
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final OpenedHistory OPENED = new OpenedHistory(DATABASE);

    private final ManualScheduler time = new ManualScheduler();
    private final User ada = new User(
            "ada's identity", NicknamePolicy.OPERATOR, new ClientInfo("terminal", "line", "127.0.0.1"), Instant.EPOCH);

    private PostgresHistory history;

    @BeforeEach
    void open() {
        OPENED.close(); // a test before has replaced the server or ended its connections
        history = OPENED.empty(time.clock());
    }

    @AfterAll
    static void close() {
        OPENED.close();
    }

    @Test
    void appendThatIsRepeatedWithItsTicketIsStoredOnceWithTheSameResult() throws SQLException {
        get(history.append(ROOM, List.of(draft("before", "old"))));
        AppendCall call = call(
                7,
                draft("one", null),
                draft("two", "new"),
                draft("before", "old"),
                draft("other", "old"),
                draft("two", "new"));

        List<AppendedDraft> first = run(call);
        List<AppendedDraft> second = run(call);

        assertThat(second).isEqualTo(first);
        assertThat(first.get(2))
                .isInstanceOfSatisfying(
                        MessageHistory.Stored.class,
                        stored -> assertThat(stored.repeated()).isTrue());
        assertThat(first.get(3)).isEqualTo(new MessageHistory.Conflict());
        assertThat(texts()).containsExactly("before", "one", "two");
    }

    @Test
    void appendWithAnotherTicketIsAnotherOne() throws SQLException {
        run(call(7, draft("one", null)));
        run(call(8, draft("one", null)));

        assertThat(texts()).containsExactly("one", "one");
    }

    @Test
    void appendsDuringConnectionFailuresAreStoredOnceEachAndNoneIsRefused() {
        List<CompletionStage<List<AppendedDraft>>> appends = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            appends.add(history.append(ROOM, List.of(draft("m" + i, null))));
            if (i % 20 == 10) {
                get(appends.get(i - 5));
                DATABASE.endConnections();
            }
        }

        List<String> stored = appends.stream()
                .map(append ->
                        ((MessageHistory.Stored) get(append).get(0)).message().text())
                .toList();

        assertThat(texts()).isEqualTo(stored).hasSize(60);
    }

    @Test
    void serverThatWasReplacedStoresNothing() {
        get(history.append(ROOM, List.of(draft("one", null))));
        DATABASE.execute("UPDATE parley.node SET gone = clock_timestamp()");

        assertThat(history.append(ROOM, List.of(draft("two", null))).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(StorageException.class)
                .withMessageContaining("was replaced by another server");
        assertThat(history.setTopic(ROOM, "bees").toCompletableFuture())
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("another Parley has taken over");
        assertThat(history.checkAvailable().toCompletableFuture())
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("another Parley has taken over");
        assertThat(texts()).containsExactly("one");
    }

    @Test
    void lockIsAcquiredAgainAfterItsConnectionFailed() {
        DATABASE.endConnections();
        assertThat(history.checkAvailable().toCompletableFuture()).failsWithin(Duration.ofSeconds(5));

        get(history.checkAvailable());

        assertThat(advisoryLocks()).containsExactly("1");
    }

    @Test
    void lockIsAcquiredAgainAfterTheServerHasEndedTheOldConnection() throws SQLException {
        // Another session takes the lock of the old connection, as one that the server has not noticed to be broken.
        DATABASE.endConnections();
        try (Connection other = DriverManager.getConnection(DATABASE.url() + "?user=postgres")) {
            other.createStatement().execute("SELECT pg_advisory_lock(" + PostgresNode.LOCK + ")");
            assertThat(history.checkAvailable().toCompletableFuture()).failsWithin(Duration.ofSeconds(5));
            get(history.checkAvailable());
            other.createStatement().execute("SELECT pg_advisory_unlock(" + PostgresNode.LOCK + ")");
        }
        get(history.checkAvailable());

        assertThat(advisoryLocks()).containsExactly("1");
    }

    private static List<String> advisoryLocks() {
        return DATABASE.query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"
                + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
    }

    private AppendCall call(long ticket, MessageDraft... drafts) {
        return new AppendCall(
                Long.parseLong(DATABASE.query("SELECT id FROM parley.node WHERE gone IS NULL")
                        .get(0)),
                ticket,
                ROOM,
                "unused",
                time.clock().instant(),
                List.of(drafts));
    }

    private static List<AppendedDraft> run(AppendCall call) throws SQLException {
        try (Connection connection =
                DriverManager.getConnection(DATABASE.url() + "?user=postgres&currentSchema=parley")) {
            return call.run(new PostgresConnection(connection));
        }
    }

    private List<String> texts() {
        return get(history.after(ROOM, 0, Integer.MAX_VALUE, 500)).messages().stream()
                .map(Message::text)
                .toList();
    }

    private MessageDraft draft(String text, @Nullable String reference) {
        return new MessageDraft(ada, text, false, reference == null ? null : new Reference(reference));
    }
}
