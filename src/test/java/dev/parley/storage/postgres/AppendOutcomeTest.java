package dev.parley.storage.postgres;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.ManualScheduler;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageDraft;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.MessageHistory.AppendedDraft;
import dev.parley.chat.room.Reference;
import dev.parley.text.RoomName;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks appends whose connection fails, and appends of a node without a lease. */
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
    void appendOfANodeThatHasLostItsLeaseStoresNothing() throws SQLException {
        AppendCall before = call(7, draft("one", null));
        AppendCall after = call(8, draft("two", null));
        List<AppendedDraft> stored = run(before);
        DATABASE.execute("UPDATE parley.node SET gone = clock_timestamp()");

        assertThatThrownBy(() -> run(after))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("has lost its lease")
                .extracting(failure -> ((SQLException) failure).getSQLState())
                .isEqualTo(SqlStates.FENCED);
        assertThat(run(before)).isEqualTo(stored);
        assertThat(texts()).containsExactly("one");
    }

    @Test
    void appendAfterTheEndOfTheLeaseIsRefusedUntilTheNodeRenewsIt() throws SQLException {
        AppendCall call = call(7, draft("one", null));
        DATABASE.execute("UPDATE parley.node SET until = clock_timestamp()");

        assertThatThrownBy(() -> run(call))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("has expired")
                .extracting(failure -> ((SQLException) failure).getSQLState())
                .isEqualTo(SqlStates.EXPIRED);

        await().ignoreExceptionsInstanceOf(SQLException.class)
                .untilAsserted(() -> assertThat(run(call)).hasSize(1));
        assertThat(texts()).containsExactly("one");
    }

    private AppendCall call(long ticket, MessageDraft... drafts) {
        return new AppendCall(
                Long.parseLong(DATABASE.query("SELECT max(id) FROM parley.node WHERE gone IS NULL")
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
