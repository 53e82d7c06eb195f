package dev.parley.storage.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Checks a database, and migrates it to the tables of this version. */
final class PostgresSchema {

    /** The latest migration in {@code db/migration/postgresql}. */
    static final int VERSION = 12;

    private static final String SCHEMA = "parley";

    private final DatabaseAddress address;
    private final DatabaseProblems problems;

    PostgresSchema(DatabaseAddress address, DatabaseProblems problems) {
        this.address = address;
        this.problems = problems;
    }

    /**
     * Checks that the server and the database can be used. Changes nothing.
     *
     * @throws dev.parley.storage.HistoryUnavailableException if not
     */
    void check(Connection connection) throws SQLException {
        int version = Integer.parseInt(value(connection, "SHOW server_version_num"));
        if (version / 10_000 < DatabaseProblems.OLDEST_VERSION) {
            throw problems.tooOld(value(connection, "SHOW server_version"));
        }
        if (value(connection, "SELECT pg_is_in_recovery()").equals("t")) {
            throw problems.replica();
        }
        if (value(connection, "SHOW transaction_read_only").equals("on")) {
            throw problems.noPrimary(); // Flyway would try for 10 seconds
        }
        String encoding = value(connection, "SHOW server_encoding");
        if (!encoding.equals("UTF8")) {
            throw problems.wrongEncoding(encoding);
        }
        if (isEmpty(connection)) {
            // As above.
            if (!mayCreate(connection)) {
                throw problems.noRights(address.role(), "it may not create the schema “parley” or tables in it", null);
            }
        } else {
            if (!isParley(connection)) {
                throw problems.foreignSchema();
            }
            if (!mayUseTables(connection)) {
                throw problems.noRightsToTables(address.role());
            }
            if (version(connection) > VERSION) {
                throw problems.newer();
            }
        }
    }

    /**
     * Checks that the database has the tables of this version.
     *
     * @throws dev.parley.storage.HistoryUnavailableException if not
     */
    void checkCurrent(Connection connection) throws SQLException {
        if (isEmpty(connection)) {
            throw problems.noTables();
        }
        if (version(connection) < VERSION) {
            throw problems.older();
        }
    }

    /** Creates the tables, or migrates them. */
    void migrate(Connection connection) throws SQLException {
        if (isEmpty(connection) || version(connection) < VERSION) {
            // On a connection of its own, without a limit for the time of a statement.
            try (Connection migrating = address.connect(0)) {
                Flyway.configure()
                        .dataSource(new SingleConnectionDataSource(migrating, true))
                        .defaultSchema(SCHEMA)
                        .locations("classpath:db/migration/postgresql")
                        .load()
                        .migrate();
            }
        }
    }

    /** Returns whether there is no schema, or none with a table but that of a migration that was not completed. */
    private static boolean isEmpty(Connection connection) throws SQLException {
        return value(
                        connection,
                        "SELECT NOT EXISTS (SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON"
                                + " n.oid = c.relnamespace WHERE n.nspname = 'parley' AND c.relkind IN ('r', 'p', 'v',"
                                + " 'm') AND c.relname <> 'flyway_schema_history')")
                .equals("t");
    }

    private static boolean mayCreate(Connection connection) throws SQLException {
        return value(
                        connection,
                        "SELECT CASE WHEN to_regnamespace('parley') IS NULL"
                                + " THEN has_database_privilege(current_database(), 'CREATE')"
                                + " ELSE has_schema_privilege('parley', 'CREATE') END")
                .equals("t");
    }

    private static boolean mayUseTables(Connection connection) throws SQLException {
        return value(
                        connection,
                        "SELECT has_schema_privilege('parley', 'USAGE') AND NOT EXISTS (SELECT 1 FROM"
                                + " pg_catalog.pg_class c WHERE c.relnamespace = 'parley'::regnamespace AND (c.relkind ="
                                + " 'r' AND NOT (has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid,"
                                + " 'INSERT') AND has_table_privilege(c.oid, 'UPDATE') AND has_table_privilege(c.oid,"
                                + " 'DELETE')) OR c.relkind = 'S' AND NOT has_sequence_privilege(c.oid, 'USAGE')))")
                .equals("t");
    }

    private static boolean isParley(Connection connection) throws SQLException {
        return value(
                        connection,
                        "SELECT count(*) = 2 FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid ="
                                + " a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname ="
                                + " 'parley' AND (c.relname = 'server' AND a.attname = 'program' OR c.relname ="
                                + " 'flyway_schema_history' AND a.attname = 'success')")
                .equals("t");
    }

    private static int version(Connection connection) throws SQLException {
        return Integer.parseInt(value(
                connection, "SELECT coalesce(max(version::int), 0) FROM parley.flyway_schema_history WHERE success"));
    }

    private static String value(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }
}
