package dev.parley.storage.postgres;

import dev.parley.storage.HistoryUnavailableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Finds a connection pooler in transaction mode between this node and the database, which passes each transaction to any of its
 * connections. Then only the pools use it. The lease, the notices that arrive and the start use {@code
 * parley.cluster.listen-url}, and the role provides the settings that a session would lose.
 */
final class PoolerCheck {

    /** The time after which a silent server counts as failed. */
    private static final int SOCKET_SECONDS = 5;

    private final DatabaseAddress address;
    private final DatabaseAddress listenAddress;

    PoolerCheck(DatabaseAddress address, DatabaseAddress listenAddress) {
        this.address = address;
        this.listenAddress = listenAddress;
    }

    /**
     * Returns the address for the pools.
     *
     * @throws HistoryUnavailableException if there is a pooler in transaction mode and the settings do not suffice for it
     */
    DatabaseAddress check() throws SQLException {
        if (!isInTransactionMode(address)) {
            return address;
        }
        DatabaseProblems problems = new DatabaseProblems(address.location(), address.setting());
        if (!address.hasListenAddress()) {
            throw problems.transactionPooler();
        }
        checkListenAddress();
        try (Connection connection = connect(address);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_setting('search_path'),"
                        + " current_setting('synchronous_commit'), setting::int, current_user, current_database()"
                        + " FROM pg_settings WHERE name = 'statement_timeout'")) {
            row.next();
            int timeout = row.getInt(3);
            if (!row.getString(1).equals("parley")
                    || row.getString(2).equals("off")
                    || timeout == 0
                    || timeout > DatabaseAddress.STATEMENT_MILLIS) {
                throw problems.roleWithoutSettings(row.getString(4), row.getString(5));
            }
        }
        return address.behindPooler();
    }

    private void checkListenAddress() throws SQLException {
        DatabaseProblems problems = new DatabaseProblems(listenAddress.location(), listenAddress.setting());
        try {
            if (isInTransactionMode(listenAddress)) {
                throw problems.noNotifications();
            }
            if (!identity(address).equals(identity(listenAddress))) {
                throw problems.otherDatabase();
            }
        } catch (SQLException e) {
            throw problems.failing(listenAddress.role(), e);
        }
    }

    /**
     * Returns whether a connection does not keep its backend. Another connection in a transaction keeps one of its own: without a
     * pooler, or with one in session mode, the first connection has the same before and after.
     */
    private static boolean isInTransactionMode(DatabaseAddress address) throws SQLException {
        try (Connection first = connect(address);
                Connection second = connect(address)) {
            String before = backend(first);
            second.setAutoCommit(false);
            String other = backend(second);
            boolean changes = other.equals(before) || !backend(first).equals(before);
            second.rollback();
            return changes;
        }
    }

    /** Connects in a way that a pooler in transaction mode supports. */
    private static Connection connect(DatabaseAddress address) throws SQLException {
        return address.behindPooler().connectWithoutSettings(SOCKET_SECONDS);
    }

    private static String backend(Connection connection) throws SQLException {
        return value(connection, "SELECT pg_backend_pid()");
    }

    /** Returns what only one running database has. */
    private static String identity(DatabaseAddress address) throws SQLException {
        try (Connection connection = connect(address)) {
            return value(
                    connection,
                    "SELECT oid || ' ' || pg_postmaster_start_time() FROM pg_database WHERE datname = current_database()");
        }
    }

    private static String value(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
