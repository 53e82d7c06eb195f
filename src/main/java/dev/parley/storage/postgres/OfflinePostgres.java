package dev.parley.storage.postgres;

import com.zaxxer.hikari.HikariConfig;
import dev.parley.storage.HistoryLimits;
import dev.parley.storage.HistoryUnavailableException;
import dev.parley.storage.OfflineDatabase;
import dev.parley.storage.OfflineTarget;
import dev.parley.storage.StoredTable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/**
 * A database that a migration reads or fills. No node uses it, and none can start with it until it is closed. A database is
 * filled in one transaction; it is marked before that, so that no node starts with it if the migration does not end.
 */
public final class OfflinePostgres implements OfflineTarget {

    private static final int FETCHED_ROWS = 500;

    /** Whether a table has data that a migration would replace. */
    private static final String HAS_DATA = Arrays.stream(StoredTable.values())
            .filter(table -> !table.isInNewDatabase())
            .map(table -> "SELECT 1 FROM " + table.sqlName())
            .collect(Collectors.joining(
                    " UNION ALL ", "SELECT EXISTS (", " UNION ALL SELECT 1 FROM direct_history WHERE head > 0)"));

    private final DatabaseAddress address;
    private final Connection connection;

    private OfflinePostgres(DatabaseAddress address, Connection connection) {
        this.address = address;
        this.connection = connection;
    }

    /**
     * The address of a database, and the user.
     *
     * @param option the option of the command that names the database
     * @param password the password; null if the URL or the password file of PostgreSQL has it
     */
    public record Access(
            String option,
            String url,
            @Nullable String user,
            @Nullable String password) {

        private PostgresSettings settings() {
            return new PostgresSettings(
                    url,
                    null,
                    false,
                    user,
                    password,
                    new HikariConfig(),
                    1,
                    1,
                    new HistoryLimits(Duration.ZERO, 0),
                    false,
                    false);
        }

        /** Leaves out the password. */
        @Override
        public String toString() {
            return "Access";
        }
    }

    /**
     * Opens the database of a server that is stopped.
     *
     * @throws HistoryUnavailableException if it is none, or in use
     */
    public static OfflineDatabase source(Access access) {
        return open(access, OfflinePostgres::prepareSource);
    }

    /**
     * Opens a database without data, in which tables are created if there are none.
     *
     * @throws HistoryUnavailableException if there is data, or the database cannot be used
     */
    public static OfflineTarget target(Access access) {
        return open(access, OfflinePostgres::prepareTarget);
    }

    private interface Preparation {
        void run(Connection connection, PostgresSchema schema, OpeningLocks locks, DatabaseProblems problems)
                throws SQLException;
    }

    private static OfflinePostgres open(Access access, Preparation preparation) {
        DatabaseAddress address = new DatabaseAddress(access.settings());
        DatabaseProblems problems = new DatabaseProblems(address.location(), access.option());
        Connection connection = null;
        try {
            connection = address.connect(0);
            execute(connection, "SET statement_timeout = 0");
            execute(connection, "SET synchronous_commit = on");
            PostgresSchema schema = new PostgresSchema(address, problems);
            schema.check(connection);
            OpeningLocks locks = new OpeningLocks(new PostgresConnection(connection), problems);
            locks.acquire();
            preparation.run(connection, schema, locks, problems);
            locks.release();
            connection.setAutoCommit(false);
            return new OfflinePostgres(address, connection);
        } catch (SQLException | FlywayException e) {
            DatabaseAddress.close(connection);
            throw problems.failing(address.role(), e);
        } catch (RuntimeException | Error e) {
            DatabaseAddress.close(connection);
            throw e;
        }
    }

    private static void prepareSource(
            Connection connection, PostgresSchema schema, OpeningLocks locks, DatabaseProblems problems)
            throws SQLException {
        schema.checkCurrent(connection);
        locks.acquireMigration();
        if (locks.isMigrationIncomplete()) {
            throw problems.migrationInterrupted();
        }
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    }

    private static void prepareTarget(
            Connection connection, PostgresSchema schema, OpeningLocks locks, DatabaseProblems problems)
            throws SQLException {
        schema.migrate(connection);
        locks.acquireMigration();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(HAS_DATA)) {
            row.next();
            if (row.getBoolean(1)) {
                throw problems.notEmpty();
            }
        }
        execute(connection, "UPDATE server SET migrating = clock_timestamp()");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public String location() {
        return address.location();
    }

    @Override
    public long count(StoredTable table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table.sqlName())) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void read(StoredTable table, RowConsumer rows) throws SQLException {
        String query = "SELECT " + table.columnNames() + " FROM " + table.sqlName() + " ORDER BY " + table.order();
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCHED_ROWS);
            try (ResultSet row = statement.executeQuery(query)) {
                table.read(row, NulEscaping::unescape, rows);
            }
        }
    }

    @Override
    public RowWriter writer(StoredTable table) throws SQLException {
        execute(connection, "DELETE FROM " + table.sqlName());
        return new CopyRowWriter(connection, table);
    }

    @Override
    public void complete() throws SQLException {
        continueNumbers("room", "id");
        continueNumbers("invite", "number");
        execute(connection, "UPDATE server SET migrating = NULL");
        connection.commit();
        connection.setAutoCommit(true);
        execute(connection, "ANALYZE");
    }

    /** Makes the numbers that PostgreSQL gives to new rows follow those of the copied ones. */
    private void continueNumbers(String table, String column) throws SQLException {
        execute(
                connection,
                "SELECT setval(pg_get_serial_sequence('%1$s', '%2$s'), %2$s) FROM %1$s ORDER BY %2$s DESC LIMIT 1"
                        .formatted(table, column));
    }

    @Override
    public void close() {
        DatabaseAddress.close(connection);
    }
}
