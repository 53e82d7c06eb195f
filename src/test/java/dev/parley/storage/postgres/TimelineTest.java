package dev.parley.storage.postgres;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.MessageDraft;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.Reference;
import dev.parley.text.RoomName;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks that a node uses no number of the old timeline again after PostgreSQL has changed it. */
@NeedsPostgres
class TimelineTest {

    private static final RoomName ROOM = RoomName.LOBBY;

    private final TestDatabase database = TestDatabase.create();
    private final User ada = new User(
            "ada's identity", NicknamePolicy.OPERATOR, new ClientInfo("terminal", "line", "127.0.0.1"), Instant.EPOCH);

    @Test
    void runningNodeGivesNewEpochsBeforeItStoresAMessageOnAnotherTimeline() {
        try (PostgresHistory history = database.open()) {
            MessageHistory.Stored one = (MessageHistory.Stored) append(history, "one");

            // As a promoted replica is: the row has the timeline of the server that failed.
            database.execute("UPDATE parley.server SET timeline = 0");

            assertThatThrownBy(() -> append(history, "two")).hasMessageContaining("timeline of PostgreSQL has changed");
            await().until(() -> database.query("SELECT timeline FROM parley.server"), List.of("1")::equals);
            MessageHistory.Stored two = (MessageHistory.Stored) append(history, "two");
            assertThat(two.message().position().seq()).isEqualTo(2);
            assertThat(two.message().position().epoch())
                    .isNotEqualTo(one.message().position().epoch());
            assertThat(get(history.open(ROOM)).epoch())
                    .isEqualTo(two.message().position().epoch());
        }
    }

    private MessageHistory.AppendedDraft append(PostgresHistory history, String text) {
        return get(history.append(ROOM, List.of(new MessageDraft(ada, text, false, new Reference(text)))))
                .get(0);
    }

    @Test
    void startAdoptsTheTimelineAndKeepsTheEpochsIfTheReplicationIsSynchronous() {
        try (PostgresHistory history = database.open()) {
            append(history, "one");
        }
        String epoch = database.query("SELECT epoch FROM parley.room").get(0);

        database.execute(
                "UPDATE parley.server SET timeline = 0", "SET search_path = parley; SELECT adopt_timeline(true)");
        assertThat(database.query("SELECT epoch FROM parley.room")).containsExactly(epoch);

        database.execute("UPDATE parley.server SET timeline = 0");
        database.open().close();
        assertThat(database.query("SELECT timeline FROM parley.server")).containsExactly("1");
        assertThat(database.query("SELECT epoch FROM parley.room")).doesNotContain(epoch);
    }
}
