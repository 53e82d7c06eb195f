package dev.parley.storage.postgres;

import dev.parley.chat.room.NodeLease;
import dev.parley.chat.room.StorageException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node among those that use the database. It has a row with a lease, by the clock of the database, which it renews on a
 * connection and a thread of its own. The database refuses writes of a node without a lease. Once others have ended the node,
 * it calls its listeners and goes on with another row. After a failure of the database alone, it renews its old lease.
 *
 * <p>The thread also ends other nodes whose leases have expired, and reads the messages for this node. Thread-safe.
 */
final class PostgresNode implements NodeLease {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresNode.class);

    /** The time after which a silent database counts as failed. */
    private static final int SOCKET_SECONDS = 2;

    /** The renewals in sequence after which this node may end others: the others had time for theirs. */
    private static final int RENEWALS = 3;

    private final DatabaseAddress address;
    private final LeaseTimes times;
    private final String label;
    private final List<Runnable> lossListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<String>> messageListeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> removalListeners = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::run, "parley-lease");
    private volatile long id; // 0 while the node has lost its lease
    private volatile long heldUntil; // by System.nanoTime()
    private @Nullable Connection connection; // confined to the thread once it runs
    private int renewals; // confined to the thread
    private final Pause pause = new Pause();

    /** Creates a node without a row. */
    PostgresNode(DatabaseAddress address, LeaseTimes times, String label) {
        this.address = address;
        this.times = times;
        this.label = label;
        thread.setDaemon(true);
    }

    /** Connects, before the thread runs. */
    Connection connect() throws SQLException {
        Connection opened = address.connect(SOCKET_SECONDS);
        connection = opened;
        return opened;
    }

    /** Inserts the row of this node in a transaction. */
    void register(PostgresConnection here) throws SQLException {
        hold(System.nanoTime(), NodeTable.insert(here, label, times.lease()));
    }

    /** Renews the lease from now on. */
    void start() {
        thread.start();
    }

    private void hold(long sent, long heldId) {
        heldUntil = sent + times.lease().minus(times.safety()).toNanos();
        id = heldId;
    }

    /** Returns the label, which names this node to the operator of another one. */
    String label() {
        return label;
    }

    /** Returns the id, which is never used again; 0 while the node has no lease. */
    long id() {
        return id;
    }

    @Override
    public String nodeId() {
        return Long.toString(id);
    }

    @Override
    public void subscribe(Runnable lossListener) {
        lossListeners.add(lossListener);
    }

    /** Adds a listener for the messages to this node, each of which is passed on once. */
    void subscribeMessages(Consumer<String> listener) {
        messageListeners.add(listener);
    }

    /** Adds a listener for the end of another node, which may not have sent all its notices. */
    void subscribeRemovals(Runnable listener) {
        removalListeners.add(listener);
    }

    /** Reads the messages for this node soon. Thread-safe. */
    void requestMessages() {
        pause.wake();
    }

    /**
     * Begins a transaction that writes: checks that this node has a lease.
     *
     * @return the timeline and the id of the transaction
     */
    String begin(PostgresConnection here) throws SQLException {
        try (ResultSet row = here.query(
                "SELECT current_timeline() || ':' || pg_current_xact_id() FROM node WHERE id = ? AND gone IS NULL"
                        + " AND until > clock_timestamp() AND (SELECT timeline FROM server) = current_timeline()",
                id)) {
            if (!row.next()) {
                throw new SQLException("this node has no lease at present", SqlStates.EXPIRED);
            }
            return row.getString(1);
        }
    }

    /**
     * Checks that this node has a lease.
     *
     * @throws StorageException if not
     */
    void checkHeld() {
        if (id == 0 || System.nanoTime() - heldUntil >= 0) {
            throw new StorageException(
                    "The lease of this node could not be renewed in time", false, new SQLException("no lease"));
        }
    }

    private void run() {
        while (!pause.isClosed()) {
            Duration wait = times.renewal();
            try {
                renew();
            } catch (SQLException e) {
                LOG.debug("The lease was not renewed; the next attempt follows.", e);
                disconnect();
                renewals = 0;
                wait = Pause.RETRY;
            } catch (RuntimeException | Error e) {
                LOG.error("A listener of the lease failed.", e);
            }
            pause.await(wait);
        }
    }

    private void renew() throws SQLException {
        Connection open = connection == null ? connect() : connection;
        NodeTable table = new NodeTable(open);
        table.adoptTimeline(address.synchronousReplication());
        long sent = System.nanoTime();
        if (id == 0) {
            hold(sent, table.insert(label, times.lease()));
            LOG.atInfo().addKeyValue("event", "lease-acquired").log("This node goes on as node {}.", id);
        } else if (table.renew(id, times.lease())) {
            hold(sent, id);
        } else {
            lose();
            return; // the next round inserts another row
        }
        renewals++;
        for (String message : table.takeMessages(id)) {
            messageListeners.forEach(listener -> listener.accept(message));
        }
        if (renewals >= RENEWALS) {
            removeExpired(table);
        }
    }

    private void lose() {
        LOG.atWarn()
                .addKeyValue("event", "lease-lost")
                .log(
                        "This node could not renew its lease in time, so that the others have ended it as node {}. Its"
                                + " sessions are disconnected.",
                        id);
        renewals = 0;
        id = 0;
        requestMessages(); // no pause before the next round
        lossListeners.forEach(Runnable::run);
    }

    private void removeExpired(NodeTable table) throws SQLException {
        long removed = table.removeExpired(times.margin());
        while (removed != 0) {
            LOG.atWarn()
                    .addKeyValue("event", "node-removed")
                    .log(
                            "Node {}, {}, has not renewed its lease: its nicknames are free.",
                            removed,
                            table.label(removed));
            removalListeners.forEach(Runnable::run);
            removed = table.removeExpired(times.margin());
        }
    }

    private void disconnect() {
        Connection here = connection;
        connection = null;
        DatabaseAddress.close(here);
    }

    /** Ends the row of this node, on a new connection if the old one has failed. */
    private void remove() throws SQLException {
        Connection here = connection;
        if (here != null) {
            try {
                new NodeTable(here).remove(id);
                return;
            } catch (SQLException e) {
                LOG.debug("The connection of the lease has failed.", e);
                disconnect();
            }
        }
        new NodeTable(connect()).remove(id);
    }

    /** Ends this node: its nicknames are free, and its members leave. */
    void close() {
        pause.close();
        try {
            thread.join(Duration.ofSeconds(SOCKET_SECONDS).toMillis());
            if (id != 0 && !thread.isAlive()) {
                remove();
            }
        } catch (SQLException e) {
            LOG.debug("This node could not be ended; its lease expires.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            disconnect();
        }
    }
}
