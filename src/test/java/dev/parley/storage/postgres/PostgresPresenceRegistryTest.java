package dev.parley.storage.postgres;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.PresenceRegistry;
import dev.parley.chat.room.PresenceRegistry.Change;
import dev.parley.chat.room.PresenceRegistry.Member;
import dev.parley.chat.room.PresenceRegistryContract;
import dev.parley.text.RoomName;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

@NeedsPostgres
class PostgresPresenceRegistryTest extends PresenceRegistryContract {

    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final OpenedHistory OPENED = new OpenedHistory(DATABASE);

    private final Map<String, String> nodes = new ConcurrentHashMap<>();
    private PostgresHistory history;

    @AfterAll
    static void close() {
        OPENED.close();
    }

    @Override
    protected PresenceRegistry create() {
        history = OPENED.empty(Clock.systemUTC());
        return history.presenceRegistry();
    }

    /** Inserts a row of a node with a lease for each label. */
    @Override
    protected String node(String label) {
        return nodes.computeIfAbsent(
                label,
                key -> DATABASE.query("INSERT INTO parley.node (label, until) VALUES ('" + key
                                + "', clock_timestamp() + interval '1 minute') RETURNING id")
                        .get(0));
    }

    @Test
    void changesAreStoredAfterTheDatabaseWasAway() {
        RoomName room = new RoomName("busy");
        String node = history.nodeLease().nodeId();
        DATABASE.execute("ALTER TABLE parley.membership RENAME TO away");
        CompletionStage<Void> joined =
                history.presenceRegistry().write(room, node, List.of(new Change(new Member("1", "ada", "web"), true)));
        CompletionStage<Void> left =
                history.presenceRegistry().write(room, node, List.of(new Change(new Member("1", "ada", "web"), false)));
        CompletionStage<Void> other =
                history.presenceRegistry().write(room, node, List.of(new Change(new Member("2", "bob", "web"), true)));
        assertThat(joined.toCompletableFuture()).isNotDone();

        DATABASE.execute("ALTER TABLE parley.away RENAME TO membership");

        get(joined);
        get(left);
        get(other);
        assertThat(get(history.presenceRegistry().members(room)))
                .isEqualTo(Map.of(node, List.of(new Member("2", "bob", "web"))));
    }

    @Test
    void endedNodeHasNoMembersInAnyRoom() {
        RoomName other = new RoomName("other");
        Member ada = new Member("1", "ada", "web");
        Member bob = new Member("2", "bob", "web");
        write(RoomName.LOBBY, node("a"), ada);
        write(RoomName.LOBBY, node("b"), bob);
        write(other, node("a"), bob);

        DATABASE.execute("SET search_path = parley", "SELECT remove_node(" + node("a") + ")");

        assertThat(get(history.presenceRegistry().members(RoomName.LOBBY))).isEqualTo(Map.of(node("b"), List.of(bob)));
        assertThat(get(history.presenceRegistry().members(other))).isEmpty();
    }

    private void write(RoomName room, String node, Member member) {
        get(history.presenceRegistry().write(room, node, List.of(new Change(member, true))));
    }

    @Test
    void changesOfANodeThatHasLostItsLeaseAreDropped() {
        RoomName room = new RoomName("busy");
        String lost = node("lost");
        DATABASE.execute("UPDATE parley.node SET gone = clock_timestamp() WHERE id = " + lost);

        get(history.presenceRegistry().write(room, lost, List.of(new Change(new Member("1", "ada", "web"), true))));

        assertThat(get(history.presenceRegistry().members(room))).isEmpty();
    }
}
