package dev.parley.storage.postgres;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.NicknameRegistry;
import dev.parley.chat.room.PresenceRegistry.Change;
import dev.parley.chat.room.PresenceRegistry.Member;
import dev.parley.text.RoomName;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Checks leases, with times that are shorter than those of a server. */
@NeedsPostgres
class PostgresNodeTest {

    private static final LeaseTimes SHORT = new LeaseTimes(
            Duration.ofSeconds(2), Duration.ofMillis(200), Duration.ofMillis(500), Duration.ofMillis(300));
    private static final Duration LATEST = Duration.ofSeconds(30); // the server of the tests has just started

    private final TestDatabase database = TestDatabase.create();

    private PostgresHistory open() {
        return PostgresHistory.open(
                database.settings(), Clock.systemUTC(), null, SHORT, Runnable::run, Runnable::run, "a test");
    }

    @Test
    void leaseIsRenewed() {
        try (PostgresHistory history = open()) {
            String first = until();
            await().atMost(LATEST).until(() -> !until().equals(first));
            get(history.checkAvailable());
        }
    }

    private String until() {
        return database.query("SELECT until FROM parley.node WHERE gone IS NULL")
                .get(0);
    }

    @Test
    void nodeThatDoesNotRenewIsEndedByAnother() {
        database.open().close();
        database.execute(
                "INSERT INTO parley.node (label, until) VALUES ('dead', clock_timestamp() + interval '500 ms')",
                "INSERT INTO parley.nickname SELECT 'ada', 'ada', '1', 1",
                "INSERT INTO parley.nickname_holder SELECT '1', 'h', max(id) FROM parley.node",
                "INSERT INTO parley.membership SELECT 'lobby', max(id), '1', 'ada', 'web' FROM parley.node");
        try (PostgresHistory history = open()) {
            NicknameRegistry nicknames = history.nicknameRegistry();
            assertThat(get(nicknames.find(Nickname.of("ada")))).isPresent();

            await().atMost(LATEST)
                    .until(() -> get(nicknames.find(Nickname.of("ada"))).isEmpty());

            assertThat(get(history.presenceRegistry().members(RoomName.LOBBY))).isEmpty();
            assertThat(get(history.presenceRegistry().versions(List.of(RoomName.LOBBY))))
                    .containsKey(RoomName.LOBBY);
            assertThat(database.query("SELECT label FROM parley.node WHERE gone IS NULL"))
                    .containsExactly("a test");
        }
    }

    @Test
    void nodeThatHasLostItsLeaseCallsItsListenersAndGoesOnUnderAnotherId() {
        try (PostgresHistory history = open()) {
            String lost = history.nodeLease().nodeId();
            AtomicReference<String> idAtLoss = new AtomicReference<>();
            history.nodeLease().subscribe(() -> {
                idAtLoss.set(history.nodeLease().nodeId());
                get(history.presenceRegistry()
                        .write(RoomName.LOBBY, "0", List.of(new Change(new Member("1", "ada", "web"), false))));
            });

            database.execute("SET search_path = parley", "SELECT remove_node(" + lost + ")");

            await().atMost(LATEST)
                    .until(() -> idAtLoss.get() != null
                            && !history.nodeLease().nodeId().equals("0"));
            assertThat(idAtLoss.get()).isEqualTo("0");
            assertThat(history.nodeLease().nodeId()).isNotEqualTo(lost);
            get(history.checkAvailable());
            get(history.checkWritable());
        }
    }

    @Test
    void nodeKeepsItsIdWhenTheDatabaseWasAwayForLongerThanTheLease() {
        try (PostgresHistory history = open()) {
            String id = history.nodeLease().nodeId();
            get(history.nicknameRegistry().claim(Nickname.of("ada"), "1", "h"));
            database.execute("UPDATE parley.node SET until = clock_timestamp() - interval '1 minute'");
            database.endConnections();

            await().atMost(LATEST)
                    .until(() -> database.query(
                                    "SELECT id FROM parley.node WHERE gone IS NULL AND until > clock_timestamp()")
                            .equals(List.of(id)));

            assertThat(history.nodeLease().nodeId()).isEqualTo(id);
            // The pool finds its ended connections one by one.
            await().atMost(LATEST)
                    .ignoreExceptions()
                    .until(() -> get(history.nicknameRegistry().find(Nickname.of("ada")))
                            .isPresent());
        }
    }
}
