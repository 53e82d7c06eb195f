package dev.parley.storage.postgres;

import dev.parley.chat.room.StorageException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This server among those that have used the database. It holds an advisory lock on a connection of its own, so that no other
 * server starts, and has a row, whose id its writes contain. If the connection is lost and another server starts, that one
 * marks the row, and the database refuses later writes of this server. Thread-safe.
 */
final class PostgresNode {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresNode.class);

    /** The advisory lock of a database's only server: "Parley". */
    static final long LOCK = 0x5061_726C_6579L;

    /** The time after which a silent database counts as failed. */
    private static final int SOCKET_SECONDS = 2;

    private final DatabaseAddress address;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Connection connection; // guarded by the lock
    private boolean locked; // whether the connection holds the advisory lock; guarded by the lock
    private boolean closed;
    private volatile long id;

    PostgresNode(DatabaseAddress address) {
        this.address = address;
    }

    /** Connects, without a lock yet. */
    Connection connect() throws SQLException {
        Connection opened = address.connect(SOCKET_SECONDS);
        connection = opened;
        return opened;
    }

    /**
     * Acquires the lock.
     *
     * @return whether no other server holds it
     */
    boolean acquireLock(Connection here) throws SQLException {
        try (ResultSet row = new PostgresConnection(here).query("SELECT pg_try_advisory_lock(?)", LOCK)) {
            row.next();
            locked = row.getBoolean(1);
            return locked;
        }
    }

    /** Returns the label of the server that started last, to follow after a noun; empty if unknown. */
    static String holder(Connection here) {
        try (ResultSet row = new PostgresConnection(here)
                .query("SELECT label FROM parley.node WHERE gone IS NULL ORDER BY id DESC LIMIT 1")) {
            return row.next() ? ", " + row.getString(1) : "";
        } catch (SQLException ignored) {
            return "";
        }
    }

    /** Inserts the row of this server, and marks those of earlier ones. Called with the lock, in a transaction. */
    void register(PostgresConnection here, String label) throws SQLException {
        here.update("UPDATE node SET gone = clock_timestamp() WHERE gone IS NULL");
        here.update("DELETE FROM append_ticket");
        here.update("DELETE FROM node WHERE gone < clock_timestamp() - interval '30 days'");
        try (ResultSet row = here.query("INSERT INTO node (label) VALUES (?) RETURNING id", label)) {
            row.next();
            id = row.getLong(1);
        }
    }

    /** Returns the id, which is never used again. */
    long id() {
        return id;
    }

    /**
     * Begins a transaction that writes: checks that no other server has replaced this one.
     *
     * @return the id of the transaction
     */
    String begin(PostgresConnection here) throws SQLException {
        try (ResultSet row =
                here.query("SELECT pg_current_xact_id()::text FROM node WHERE id = ? AND gone IS NULL", id)) {
            if (!row.next()) {
                throw fenced();
            }
            return row.getString(1);
        }
    }

    private static SQLException fenced() {
        return new SQLException("another Parley has taken over this database; restart this one", SqlStates.FENCED);
    }

    /**
     * Checks that the database answers and that this server may write. Blocks for some seconds at most.
     *
     * @throws StorageException if not
     */
    void checkAvailable() {
        if (!lock.tryLock()) {
            return; // a check runs
        }
        try {
            Connection here = connection;
            if (closed) {
                throw new SQLException("The history is closed.");
            }
            if (here == null) {
                here = connect();
            }
            if (!locked) {
                // The server may hold the lock for the old connection until it notices the failure; the row decides.
                acquireLock(here);
            }
            checkRow(here);
        } catch (SQLException e) {
            discard();
            throw new StorageException("The database does not answer: " + e.getMessage(), false, e);
        } finally {
            lock.unlock();
        }
    }

    private void checkRow(Connection here) throws SQLException {
        try (ResultSet row =
                new PostgresConnection(here).query("SELECT gone IS NULL FROM parley.node WHERE id = ?", id)) {
            if (!row.next() || !row.getBoolean(1)) {
                throw fenced();
            }
        }
    }

    private void discard() {
        Connection here = connection;
        connection = null;
        locked = false;
        if (here != null) {
            try {
                here.close();
            } catch (SQLException ignored) {
                return;
            }
        }
    }

    /** Marks the row and releases the lock. */
    void close() {
        lock.lock();
        try {
            closed = true;
            Connection here = connection;
            if (here != null && id != 0) {
                new PostgresConnection(here).update("UPDATE parley.node SET gone = clock_timestamp() WHERE id = ?", id);
            }
        } catch (SQLException e) {
            LOG.debug("The row of this server could not be marked.", e);
        } finally {
            discard();
            lock.unlock();
        }
    }
}
