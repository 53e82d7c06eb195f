package dev.parley.storage.postgres;

import static dev.parley.chat.room.Stages.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.storage.HistoryLimits;
import dev.parley.storage.HistoryUnavailableException;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that an unusable database is refused with a sentence and is not changed. */
@NeedsPostgres
class UnavailableDatabaseTest {

    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final HistoryLimits NO_LIMITS = new HistoryLimits(Duration.ZERO, 0);
    private static final String SECRET = "s3cret";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://localhost/parley?password=s3cret",
                "postgres://localhost/parley",
                "localhost:5432",
                "jdbc:postgresql://localhost:port/parley",
                "jdbc:postgresql:// "
            })
    void otherAddressIsRefused(String url) {
        assertRefused(url, "postgres", null, "is not the address of a PostgreSQL database", "jdbc:postgresql://HOST");
    }

    @Test
    void addressWithAUserIsRefusedWithoutItsPassword() {
        assertRefused(
                "jdbc:postgresql://ada:s3cret@localhost/parley",
                null,
                null,
                "a user before the host",
                "spring.datasource.password");
    }

    @Test
    void serverThatDoesNotListenIsReportedWithItsAddress() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }

        assertRefused(
                "jdbc:postgresql://localhost:" + free + "/parley?password=s3cret",
                "postgres",
                null,
                "database parley on localhost:" + free + " (spring.datasource.url)",
                "it cannot be reached");
    }

    @Test
    void unknownHostIsReported() {
        assertRefused(
                "jdbc:postgresql://no-such-host.invalid/parley",
                "postgres",
                SECRET,
                "no-such-host.invalid:5432",
                "cannot be reached");
    }

    @Test
    void silentServerIsReportedAfterSomeSeconds() throws IOException {
        try (ServerSocket silent = new ServerSocket(0)) {
            assertRefused(
                    "jdbc:postgresql://localhost:" + silent.getLocalPort() + "/parley",
                    "postgres",
                    SECRET,
                    "cannot be reached");
        }
    }

    @Test
    void missingDatabaseIsReported() {
        assertRefused(
                "jdbc:postgresql://localhost:" + TestDatabase.port() + "/none",
                "postgres",
                null,
                "does not exist",
                "create it");
    }

    @Test
    void unknownUserIsReported() {
        assertRefused(DATABASE.url(), "zoe", SECRET, "“zoe”");
    }

    @Test
    void userWithoutRightsIsReportedAndNothingIsCreated() {
        TestDatabase database = TestDatabase.create();
        database.execute("CREATE ROLE reader_" + suffix(database) + " LOGIN");

        assertRefused(
                database.url(),
                "reader_" + suffix(database),
                null,
                "has no right to it",
                "CREATE SCHEMA parley AUTHORIZATION");
        assertThat(database.query("SELECT nspname FROM pg_namespace WHERE nspname = 'parley'"))
                .isEmpty();
    }

    @Test
    void wrongPasswordIsReportedAndNotRepeated() throws IOException {
        String role = "scram_" + suffix(DATABASE);
        DATABASE.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'tea-at-four'");
        Path rules = Path.of(DATABASE.query("SHOW hba_file").get(0));
        String before = Files.readString(rules, UTF_8);
        Files.writeString(rules, "host all " + role + " all scram-sha-256\n" + before, UTF_8);
        try {
            DATABASE.execute("SELECT pg_reload_conf()");
            await().untilAsserted(() -> assertRefused(
                    DATABASE.url(),
                    role,
                    SECRET,
                    "the password for the user “" + role + "” is wrong or missing",
                    "set spring.datasource.username and spring.datasource.password"));
        } finally {
            Files.writeString(rules, before, UTF_8);
            DATABASE.execute("SELECT pg_reload_conf()");
        }
    }

    @Test
    void databaseThatOnlyReadsIsReportedAndNothingIsCreated() {
        TestDatabase database = TestDatabase.create();
        database.execute("ALTER DATABASE " + database.name() + " SET default_transaction_read_only = on");

        assertRefused(database.url(), "postgres", null, "accepts no writes", "default_transaction_read_only=on");
        assertRefused(
                database.url() + "?targetServerType=any",
                "postgres",
                null,
                "accepts no writes",
                "turn that setting off");
        assertThat(database.query("SELECT nspname FROM pg_namespace WHERE nspname = 'parley'"))
                .isEmpty();
    }

    /** The connections of a start before the pools, and those of the pools, NOTIFY and LISTEN. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void connectionsThatAreExhaustedAreReportedAndNoneStaysOpen(int limit) {
        TestDatabase database = TestDatabase.create();
        database.open().close();
        String role = "few_" + suffix(database) + "_" + limit;
        database.execute(
                "CREATE ROLE " + role + " LOGIN CONNECTION LIMIT " + limit,
                "ALTER SCHEMA parley OWNER TO " + role,
                "GRANT ALL ON ALL TABLES IN SCHEMA parley TO " + role,
                "GRANT ALL ON ALL SEQUENCES IN SCHEMA parley TO " + role);

        assertRefused(
                database.url(),
                role,
                null,
                "the server has no connection left",
                "max_connections",
                "maximum-pool-size");
        await().until(() -> database.query("SELECT pid FROM pg_stat_activity WHERE usename = '" + role + "'")
                .isEmpty());
        assertThat(database.nodes()).isEmpty();
    }

    @Test
    void userWithoutRightsToTheTablesIsReported() {
        TestDatabase database = TestDatabase.create();
        database.open().close();
        String role = "guest_" + suffix(database);
        database.execute("CREATE ROLE " + role + " LOGIN", "GRANT USAGE ON SCHEMA parley TO " + role);

        assertRefused(
                database.url(),
                role,
                null,
                "the user “" + role + "” has no right to the tables of its schema “parley”",
                "set spring.datasource.username to the owner");
    }

    /** Runs with {@code -Dtest.postgres.version=13.22.0} only. */
    @Test
    void olderServerIsRefused() {
        int version = Integer.parseInt(DATABASE.query("SHOW server_version_num").get(0));
        assumeTrue(version < 140_000, "The PostgreSQL of the tests is supported.");

        assertRefused(DATABASE.url(), "postgres", null, "it is PostgreSQL 13.", "use version 14 or later");
        assertThat(DATABASE.query("SELECT nspname FROM pg_namespace WHERE nspname = 'parley'"))
                .isEmpty();
    }

    @Test
    void userWithASchemaOfItsOwnNeedsNoFurtherRight() {
        TestDatabase database = TestDatabase.create();
        String role = "owner_" + suffix(database);
        database.execute("CREATE ROLE " + role + " LOGIN", "CREATE SCHEMA parley AUTHORIZATION " + role);

        try (PostgresHistory history = open(TestDatabase.settings(database.url(), role, null, NO_LIMITS, false))) {
            assertThat(get(history.rooms())).isEmpty();
        }
    }

    @Test
    void schemaOfAnotherProgramIsRefusedAndNotChanged() {
        TestDatabase database = TestDatabase.create();
        database.execute("CREATE SCHEMA parley", "CREATE TABLE parley.room (bookings int)");

        assertRefused(database.url(), "postgres", null, "contains tables of another program");
        assertThat(database.query("SELECT relname FROM pg_class WHERE relnamespace = 'parley'::regnamespace"))
                .containsExactly("room");
    }

    @Test
    void databaseOfANewerVersionIsRefused() {
        TestDatabase database = TestDatabase.create();
        open(database.settings()).close();
        database.execute(
                "INSERT INTO parley.flyway_schema_history (installed_rank, version, description, type, script,"
                        + " installed_by, execution_time, success) VALUES (999, '999', 'later', 'SQL', 'V999__later.sql', '', 0, true)");

        assertRefused(database.url(), "postgres", null, "it was written by a newer version of Parley");
    }

    @Test
    void otherEncodingIsRefused() {
        TestDatabase database = TestDatabase.create("ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");

        assertRefused(database.url(), "postgres", null, "its encoding is LATIN1");
    }

    @Test
    void secondNodeUsesTheDatabaseAtTheSameTime() {
        TestDatabase database = TestDatabase.create();
        try (PostgresHistory first = open(database.settings());
                PostgresHistory second = open(database.settings())) {
            assertThat(first.nodeLease().nodeId())
                    .isNotEqualTo(second.nodeLease().nodeId());
        }
        assertThat(database.query("SELECT id FROM parley.node WHERE gone IS NULL"))
                .isEmpty();
    }

    @Test
    void restoredDatabaseThatAnotherNodeUsesIsRefused() {
        TestDatabase database = TestDatabase.create();
        try (PostgresHistory first = open(database.settings())) {
            assertThat(get(first.rooms())).isEmpty();
            assertRefused(
                    database.settings(Duration.ZERO, 0, true),
                    "it is in use by another node (a test)",
                    "restored-from-backup");
        }
    }

    @Test
    void listenAddressThatReceivesNoNoticesIsRefused() {
        TestDatabase database = TestDatabase.create();
        PostgresSettings wanted = database.settings();

        // Another database receives no notices of this one, like a pooler in transaction mode.
        assertRefused(
                listening(wanted, DATABASE.url()),
                "(parley.cluster.listen-url)",
                "did not arrive by LISTEN",
                "without the pooler");
        assertRefused(
                listening(wanted, wanted.url().replaceAll("/[a-z0-9_]+$", "/none")),
                "(parley.cluster.listen-url)",
                "does not exist");
        assertRefused(listening(wanted, "localhost"), "parley.cluster.listen-url", "is not the address");
        assertThat(database.query("SELECT id FROM parley.node WHERE gone IS NULL"))
                .isEmpty();
    }

    private static PostgresSettings listening(PostgresSettings wanted, String url) {
        return new PostgresSettings(
                wanted.url(), url, false, wanted.username(), null, wanted.pool(), 2, 1, NO_LIMITS, false, false);
    }

    private static PostgresHistory open(PostgresSettings settings) {
        return PostgresHistory.open(settings, Clock.systemUTC(), Runnable::run, Runnable::run, "a test");
    }

    private static String suffix(TestDatabase database) {
        return database.url().replaceAll(".*_", "");
    }

    private static void assertRefused(
            String url, @Nullable String username, @Nullable String password, String... parts) {
        assertRefused(TestDatabase.settings(url, username, password, NO_LIMITS, false), parts);
    }

    private static void assertRefused(PostgresSettings settings, String... parts) {
        assertThatExceptionOfType(HistoryUnavailableException.class)
                .isThrownBy(() -> open(settings))
                .withMessageStartingWith("Messages cannot be kept in the ")
                .withMessageMatching("[^\n]*[a-z0-9]\\.")
                .satisfies(refusal ->
                        assertThat(refusal.getMessage()).contains(parts).doesNotContain(SECRET));
    }
}
