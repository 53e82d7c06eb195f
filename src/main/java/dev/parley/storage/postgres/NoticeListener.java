package dev.parley.storage.postgres;

import dev.parley.chat.room.RelaySignal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives the notices of other nodes by LISTEN, on a thread and a connection of its own, which is never in a transaction: one
 * that is would stop the notices of the whole database. After each loss of the connection it listens again first, and reports
 * then that signals may be lost.
 */
final class NoticeListener {

    private static final Logger LOG = LoggerFactory.getLogger(NoticeListener.class);

    private static final int WAIT_MILLIS = 1_000;
    private static final int TEST_MILLIS = 3_000;
    private static final int SOCKET_SECONDS = 2;

    private final DatabaseAddress address;
    private final PostgresNode node;
    private final Consumer<RelaySignal> receiver;
    private final Thread thread = new Thread(this::run, "parley-listen");
    private volatile @Nullable Connection connection; // written by the thread once it runs
    private final Pause pause = new Pause();

    NoticeListener(DatabaseAddress address, PostgresNode node, Consumer<RelaySignal> receiver) {
        this.address = address;
        this.node = node;
        this.receiver = receiver;
        thread.setDaemon(true);
    }

    /** Connects and begins to listen. */
    Connection connect() throws SQLException {
        Connection opened = address.connect(SOCKET_SECONDS);
        connection = opened;
        execute(opened, "LISTEN " + NoticeSender.CHANNEL);
        return opened;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Returns whether a line arrives, before the thread runs. Blocks for some seconds at most. */
    boolean receives(String line) throws SQLException {
        Connection here = connection == null ? connect() : connection;
        long end = System.nanoTime() + TEST_MILLIS * 1_000_000L;
        for (long left = TEST_MILLIS; left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            for (PGNotification notice : notices(here, (int) left)) {
                if (notice.getParameter().endsWith(line)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static PGNotification[] notices(Connection connection, int millis) throws SQLException {
        PGNotification[] notices = connection.unwrap(PGConnection.class).getNotifications(millis);
        return notices == null ? new PGNotification[0] : notices;
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!pause.isClosed()) {
            try {
                Connection here = connection;
                if (here == null) {
                    here = connect();
                    receiver.accept(new RelaySignal.SignalsLost());
                }
                PGNotification[] notices = notices(here, WAIT_MILLIS);
                for (PGNotification notice : notices) {
                    receive(notice.getParameter());
                }
                if (notices.length == 0) {
                    execute(here, "SELECT 1"); // a broken connection is silent, too
                }
            } catch (SQLException e) {
                LOG.debug("The connection that listens has failed; the next attempt follows.", e);
                disconnect();
                pause.await(Pause.RETRY);
            } catch (RuntimeException | Error e) {
                LOG.error("A notice of another node was not handled.", e);
            }
        }
    }

    private void receive(String payload) {
        String[] lines = payload.split("\n", -1);
        if (lines[0].equals(node.nodeId())) {
            return;
        }
        for (int i = 1; i < lines.length; i++) {
            if (lines[i].equals(NoticeSender.READ_MESSAGES)) {
                node.requestMessages();
            } else {
                RelayCodec.decode(lines[i]).ifPresent(receiver);
            }
        }
    }

    private void disconnect() {
        Connection here = connection;
        connection = null;
        DatabaseAddress.close(here);
    }

    /** Ends the connection, on which the thread waits for notices. */
    void close() {
        pause.close();
        Connection here = connection;
        try {
            if (here != null) {
                here.abort(Runnable::run);
            }
            thread.join(WAIT_MILLIS + SOCKET_SECONDS * 1_000L);
        } catch (SQLException e) {
            LOG.debug("The connection that listens could not be ended.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        disconnect();
    }
}
