package dev.parley.storage.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The advisory locks for what only one program may do with a database. They belong to a connection, and end with it.
 */
final class OpeningLocks {

    /** The lock of a migration that uses the database: "ParleyM". A node acquires it shared while it inserts its row. */
    static final long MIGRATION = 0x50_6172_6C65_794DL;

    /** The lock of a start, which changes what all nodes share: "Parley". */
    private static final long OPENING = 0x5061_726C_6579L;

    private final PostgresConnection connection;
    private final DatabaseProblems problems;

    OpeningLocks(PostgresConnection connection, DatabaseProblems problems) {
        this.connection = connection;
        this.problems = problems;
    }

    /** Waits until no other node starts, and no migration begins. */
    void acquire() throws SQLException {
        connection.query("SELECT pg_advisory_lock(?)", OPENING).close();
    }

    /** Lets other nodes start, which find the lock of the migration. */
    void release() throws SQLException {
        connection.query("SELECT pg_advisory_unlock(?)", OPENING).close();
    }

    /**
     * Checks that no migration uses the database, and none begins as long as the connection exists.
     *
     * @throws dev.parley.storage.HistoryUnavailableException if one does, or has not ended
     */
    void checkNoMigration() throws SQLException {
        if (!test("SELECT pg_try_advisory_lock_shared(?)", MIGRATION)) {
            throw problems.migrationRuns();
        }
        if (isMigrationIncomplete()) {
            throw problems.migrationInterrupted();
        }
    }

    /**
     * Reserves the database for a migration, with the lock of the start held.
     *
     * @throws dev.parley.storage.HistoryUnavailableException if a node or another migration uses it
     */
    void acquireMigration() throws SQLException {
        if (!test("SELECT pg_try_advisory_lock(?)", MIGRATION)) {
            throw problems.migrationRuns();
        }
        NodeTable.endExpired(connection);
        Optional<String> node = NodeTable.anyLabel(connection);
        if (node.isPresent()) {
            throw problems.nodeRuns(node.get());
        }
    }

    /** Returns whether a migration to the database did not end. */
    boolean isMigrationIncomplete() throws SQLException {
        return test("SELECT migrating IS NOT NULL FROM server");
    }

    private boolean test(String query, Object... values) throws SQLException {
        try (ResultSet row = connection.query(query, values)) {
            return row.next() && row.getBoolean(1);
        }
    }
}
