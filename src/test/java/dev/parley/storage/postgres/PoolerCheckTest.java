package dev.parley.storage.postgres;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.MessageDraft;
import dev.parley.chat.room.MessageHistory;
import dev.parley.storage.HistoryLimits;
import dev.parley.storage.HistoryUnavailableException;
import dev.parley.text.RoomName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Starts a node behind PgBouncer. */
@NeedsPostgres
@EnabledIf(value = "isInstalled", disabledReason = "PgBouncer is not installed.")
class PoolerCheckTest {

    private static final TestDatabase DATABASE = TestDatabase.create();

    @TempDir
    private static Path folder;

    private static PgBouncer pooler;

    static boolean isInstalled() {
        return PgBouncer.program().isPresent();
    }

    @BeforeAll
    static void start() throws IOException {
        pooler = PgBouncer.start(folder, "transaction");
    }

    @AfterAll
    static void stop() {
        pooler.close();
    }

    @Test
    void poolerInTransactionModeIsRefusedUntilTheOtherAddressAndTheSettingsOfTheRoleAreSet() {
        assertRefused(
                null,
                "a connection pooler in transaction mode is in front of it",
                "set parley.cluster.listen-url to an address of the same database without the pooler");
        assertRefused(pooler.url(DATABASE), "(parley.cluster.listen-url)", "did not arrive by LISTEN");
        assertRefused(
                TestDatabase.create().url(),
                "(parley.cluster.listen-url)",
                "it is not the database of spring.datasource.url");
        assertRefused(
                DATABASE.url(),
                "does not keep the settings of a session",
                "run ALTER ROLE \"postgres\" IN DATABASE \"" + DATABASE.name() + "\" SET search_path = parley");
        assertThat(DATABASE.query("SELECT nspname FROM pg_namespace WHERE nspname = 'parley'"))
                .isEmpty();

        String alter = "ALTER ROLE postgres IN DATABASE " + DATABASE.name() + " SET ";
        DATABASE.execute(
                alter + "search_path = parley", alter + "statement_timeout = '2s'", alter + "synchronous_commit = on");
        DATABASE.endConnections(); // as RECONNECT of the pooler does

        try (PostgresHistory history = open(DATABASE.url())) {
            MessageDraft draft = new MessageDraft(
                    new User(
                            "ada's identity",
                            NicknamePolicy.OPERATOR,
                            new ClientInfo("terminal", "line", "127.0.0.1"),
                            Instant.EPOCH),
                    "behind a pooler",
                    false,
                    null);
            assertThat(get(history.append(RoomName.LOBBY, List.of(draft))).get(0))
                    .isInstanceOf(MessageHistory.Stored.class);
        }
    }

    private static PostgresHistory open(@Nullable String listenUrl) {
        PostgresSettings settings = new PostgresSettings(
                pooler.url(DATABASE),
                listenUrl,
                false,
                "postgres",
                null,
                PostgresSettings.defaultPool(),
                2,
                1,
                new HistoryLimits(Duration.ZERO, 0),
                false,
                false);
        return PostgresHistory.open(settings, Clock.systemUTC(), Runnable::run, Runnable::run, "a test");
    }

    private static void assertRefused(@Nullable String listenUrl, String... parts) {
        assertThatExceptionOfType(HistoryUnavailableException.class)
                .isThrownBy(() -> open(listenUrl))
                .withMessageMatching("Messages cannot be kept in the [^\n]*[a-z0-9;]\\.")
                .satisfies(refusal -> assertThat(refusal.getMessage()).contains(parts));
    }
}
