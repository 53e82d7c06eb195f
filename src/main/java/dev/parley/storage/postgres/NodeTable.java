package dev.parley.storage.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The statements on the rows of nodes, on a connection outside the pools. Each is a transaction of its own. */
final class NodeTable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeTable.class);

    private final PostgresConnection connection;

    NodeTable(Connection connection) {
        this.connection = new PostgresConnection(connection);
    }

    /**
     * Inserts a row, and returns its id. The connection may be within a transaction.
     *
     * @throws SQLException also while a migration uses the database, or if one to it did not end
     */
    static long insert(PostgresConnection connection, String label, Duration lease) throws SQLException {
        connection.update("DELETE FROM node WHERE gone < clock_timestamp() - interval '30 days'");
        try (ResultSet row = connection.query(
                "INSERT INTO node (label, until) SELECT ?, clock_timestamp() + ? * interval '1 ms' FROM server"
                        + " WHERE migrating IS NULL AND pg_try_advisory_xact_lock_shared(?) RETURNING id",
                label,
                lease.toMillis(),
                OpeningLocks.MIGRATION)) {
            if (!row.next()) {
                throw new SQLException("a migration uses the database", SqlStates.EXPIRED);
            }
            return row.getLong(1);
        }
    }

    long insert(String label, Duration lease) throws SQLException {
        return insert(connection, label, lease);
    }

    void adoptTimeline(boolean synchronous) throws SQLException {
        adoptTimeline(connection, synchronous);
    }

    /** Moves the end of a lease on; returns false if the node has lost it. */
    boolean renew(long id, Duration lease) throws SQLException {
        return connection.update(
                        "UPDATE node SET until = clock_timestamp() + ? * interval '1 ms' WHERE id = ? AND gone IS NULL",
                        lease.toMillis(),
                        id)
                > 0;
    }

    /**
     * Adopts the timeline of PostgreSQL, if it has changed since a node used this database.
     *
     * @param synchronous whether no message can be missing
     */
    static void adoptTimeline(PostgresConnection connection, boolean synchronous) throws SQLException {
        try (ResultSet row = connection.query("SELECT adopt_timeline(?)", synchronous)) {
            row.next();
            long rooms = row.getLong(1);
            if (!row.wasNull()) {
                LOG.atWarn()
                        .addKeyValue("event", "database-failover")
                        .log(
                                "PostgreSQL has another timeline, as after a failover or a restore. {} rooms have new epochs,"
                                        + " so that no number of a lost message is used again.",
                                rooms);
            }
        }
    }

    /** Ends a node whose lease has expired, and returns its id; 0 if there is none. */
    long removeExpired(Duration margin) throws SQLException {
        return single(connection, "SELECT coalesce(remove_expired_node(? * interval '1 ms'), 0)", margin.toMillis());
    }

    /** Returns the label of a node that was inserted in the last 30 days. */
    String label(long id) throws SQLException {
        try (ResultSet row = connection.query("SELECT label FROM node WHERE id = ?", id)) {
            return row.next() ? connection.required(row, 1) : "";
        }
    }

    /** Ends a node that stops. */
    void remove(long id) throws SQLException {
        connection.query("SELECT leave_server(?)", id).close();
    }

    /** Reads and deletes the messages for a node. */
    Iterable<String> takeMessages(long id) throws SQLException {
        SortedMap<Long, String> messages = new TreeMap<>();
        try (ResultSet row = connection.query("DELETE FROM node_message WHERE node = ? RETURNING id, body", id)) {
            while (row.next()) {
                messages.put(row.getLong(1), connection.required(row, 2));
            }
        }
        return messages.values();
    }

    /** Ends the nodes whose leases have expired: they were killed, or this database is a copy that was restored. */
    static void endExpired(PostgresConnection connection) throws SQLException {
        connection
                .query(
                        "SELECT leave_server(id) FROM node"
                                + " WHERE gone IS NULL AND until < clock_timestamp() - ? * interval '1 ms'",
                        LeaseTimes.STANDARD.margin().toMillis())
                .close();
    }

    /** Returns the label of a node that has not ended. */
    static Optional<String> anyLabel(PostgresConnection connection) throws SQLException {
        try (ResultSet row = connection.query("SELECT label FROM node WHERE gone IS NULL ORDER BY id DESC LIMIT 1")) {
            return row.next() ? Optional.of(connection.required(row, 1)) : Optional.empty();
        }
    }

    /** Returns the labels of the nodes that have a lease. */
    static List<String> liveLabels(PostgresConnection connection) throws SQLException {
        List<String> labels = new ArrayList<>();
        try (ResultSet row = connection.query(
                "SELECT label FROM node WHERE gone IS NULL AND until > clock_timestamp() ORDER BY id")) {
            while (row.next()) {
                labels.add(connection.required(row, 1));
            }
        }
        return labels;
    }

    private static long single(PostgresConnection connection, String sql, Object... values) throws SQLException {
        try (ResultSet row = connection.query(sql, values)) {
            row.next();
            return row.getLong(1);
        }
    }
}
