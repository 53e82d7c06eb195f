package dev.parley.storage.postgres;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.NicknameRegistry;
import dev.parley.chat.identity.NicknameRegistryContract;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@NeedsPostgres
class PostgresNicknameRegistryTest extends NicknameRegistryContract {

    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final OpenedHistory OPENED = new OpenedHistory(DATABASE);

    private PostgresHistory history;

    @BeforeEach
    void open() {
        history = OPENED.empty(Clock.systemUTC());
    }

    @AfterAll
    static void close() {
        OPENED.close();
    }

    @Override
    protected NicknameRegistry nicknameRegistry() {
        return history.nicknameRegistry();
    }

    @Test
    void nicknameOfUsersOfANodeThatStopsIsFree() {
        try (PostgresHistory other = DATABASE.open()) {
            get(other.nicknameRegistry().claim(Nickname.of("ada"), "1", "a"));
            get(other.nicknameRegistry().claim(Nickname.of("bob"), "2", "b"));
            get(nicknameRegistry().claim(Nickname.of("bob"), "2", "c"));
            assertThat(get(nicknameRegistry().claim(Nickname.of("ada"), "3", "d")))
                    .isInstanceOf(NicknameRegistry.Taken.class);
        }

        assertThat(get(nicknameRegistry().claim(Nickname.of("ada"), "3", "e")))
                .isInstanceOf(NicknameRegistry.Granted.class);
        assertThat(get(nicknameRegistry().claimOf("2"))).isPresent();
    }

    @Test
    void renameLeavesAMessageForTheOtherNodesOfTheUser() {
        try (PostgresHistory other = DATABASE.open()) {
            get(other.nicknameRegistry().claim(Nickname.of("ada"), "1", "a"));
            get(nicknameRegistry().claim(Nickname.of("ada"), "1", "b"));
            DATABASE.execute("CREATE TABLE parley.seen AS SELECT node, body FROM parley.node_message");
            DATABASE.execute(
                    "CREATE FUNCTION parley.see() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                            + " INSERT INTO parley.seen VALUES (NEW.node, NEW.body); RETURN NEW; END $$",
                    "CREATE TRIGGER see AFTER INSERT ON parley.node_message FOR EACH ROW EXECUTE FUNCTION parley.see()");

            get(nicknameRegistry().rename("1", "b", Nickname.of("ada2")));

            assertThat(DATABASE.query("SELECT node || ' ' || body FROM parley.seen"))
                    .containsExactly(other.nodeLease().nodeId() + " renamed 1");
            DATABASE.execute(
                    "DROP TRIGGER see ON parley.node_message", "DROP FUNCTION parley.see", "DROP TABLE parley.seen");
        }
    }
}
