package dev.parley.storage.postgres;

import com.zaxxer.hikari.HikariConfig;
import dev.parley.storage.HistoryLimits;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A database on the PostgreSQL server of this JVM, which is started for the first one and flushes each commit. It needs nothing
 * installed.
 */
public final class TestDatabase {

    /** The connections of a history that write. */
    static final int WRITERS = 2;

    private static final String TABLES =
            "message, client_message, clock_step, append_ticket, room, token, sanction, operator, operator_code, bot,"
                    + " hook, invite, private_room, private_member, direct_message, nickname, nickname_holder, membership, room_presence, node_message";

    private static final AtomicInteger CREATED = new AtomicInteger();

    private final int port;
    private final String name;

    private TestDatabase(int port, String name) {
        this.port = port;
        this.name = name;
    }

    /** The server, which starts when this class is loaded. */
    private static final class Server {
        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                Path data = Files.createTempDirectory("parley-postgres");
                EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setDataDirectory(data)
                        // The library passes -F, which turns it off.
                        .setServerConfig("fsync", "on")
                        .setServerConfig("max_connections", "60")
                        .setServerConfig("track_commit_timestamp", "on")
                        .start();
                String pid = Files.readAllLines(data.resolve("postmaster.pid"))
                        .get(0)
                        .strip();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAtOnce(pid)));
                return postgres;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /**
         * Stops the server without a checkpoint: it would flush the files of all databases, which takes up to 30 s, before
         * the library deletes them.
         */
        private static void stopAtOnce(String pid) {
            try {
                new ProcessBuilder("kill", "-QUIT", pid).start().waitFor();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Creates an empty database. */
    public static TestDatabase create() {
        return create("");
    }

    /** Creates an empty database with options of {@code CREATE DATABASE}. */
    public static TestDatabase create(String options) {
        return createOn(port(), options);
    }

    /** Creates an empty database on a server with a process of its own. */
    public static TestDatabase createOn(int port, String options) {
        TestDatabase database = new TestDatabase(port, "parley_" + CREATED.incrementAndGet());
        new TestDatabase(port, "postgres").execute("CREATE DATABASE " + database.name + " " + options);
        return database;
    }

    /** Returns this database on another server, such as a replica. */
    public TestDatabase on(int otherPort) {
        return new TestDatabase(otherPort, name);
    }

    /** Returns the port of the server. */
    static int port() {
        return Server.POSTGRES.getPort();
    }

    /** Returns the name of the database. */
    public String name() {
        return name;
    }

    /** Returns the address of the database. */
    public String url() {
        return "jdbc:postgresql://localhost:" + port + "/" + name;
    }

    /** Opens the history of a server that has ended. */
    public PostgresHistory open() {
        return PostgresHistory.open(settings(), Clock.systemUTC(), Runnable::run, Runnable::run, "a test");
    }

    /** Returns settings without limits of the history. */
    PostgresSettings settings() {
        return settings(Duration.ZERO, 0, false);
    }

    PostgresSettings settings(Duration retention, int maxMessages, boolean restored) {
        return settings(url(), "postgres", null, new HistoryLimits(retention, maxMessages), restored);
    }

    static PostgresSettings settings(
            String url, @Nullable String username, @Nullable String password, HistoryLimits limits, boolean restored) {
        HikariConfig pool = PostgresSettings.defaultPool();
        return new PostgresSettings(url, null, false, username, password, pool, WRITERS, 1, limits, restored, false);
    }

    /** Executes statements as the superuser. */
    public void execute(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the first column of a query. */
    public List<String> query(String sql) {
        List<String> values = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                values.add(row.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Deletes all rows but those of the servers and of the limits, which takes less time than creating a database. */
    void clear() {
        String deletions = Arrays.stream(TABLES.split(", ", -1))
                .map(table -> "DELETE FROM parley." + table + "; ")
                .collect(Collectors.joining());
        execute("DO $$ BEGIN IF to_regclass('parley.direct_history') IS NOT NULL THEN " + deletions
                + "UPDATE parley.direct_history SET head = 0, last_at = 0; END IF; END $$");
    }

    /** Returns the ids of the nodes that have not ended. */
    public List<String> nodes() {
        return query("SELECT id FROM parley.node WHERE gone IS NULL ORDER BY id");
    }

    /** Ends the connections of clients, as a restart of the server does, and waits until their locks are released. */
    void endConnections() {
        execute("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '" + name
                + "' AND pid <> pg_backend_pid()");
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url() + "?user=postgres");
    }
}
