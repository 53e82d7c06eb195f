package dev.parley.storage.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * Opens the connections of a pool. After the first one it tries until it succeeds, at short intervals: HikariCP waits for up to
 * 5 s after a failed attempt, so that a pool would stay empty that long after the database has returned. HikariCP has one thread
 * for each pool that opens connections, and interrupts it when the pool is closed. Thread-safe.
 */
final class RepeatedConnect extends AbstractDataSource {

    private static final Logger LOG = LoggerFactory.getLogger(RepeatedConnect.class);

    private static final int PAUSE_MILLIS = 250;
    private static final int LOGIN_SECONDS = 2;

    private final Attempt attempt;
    private volatile boolean connected;
    private volatile @Nullable SQLException failure;

    /** Opens a connection. */
    interface Attempt {
        Connection connect() throws SQLException;
    }

    RepeatedConnect(Attempt attempt) {
        this.attempt = attempt;
    }

    /** Returns the failure of the last attempt; null if it succeeded. */
    @Nullable
    SQLException failure() {
        return failure;
    }

    /**
     * Opens a connection. Blocks until that succeeds or the thread is interrupted, if a connection was opened before.
     */
    @Override
    public Connection getConnection() throws SQLException {
        while (true) {
            try {
                Connection connection = attempt.connect();
                connected = true;
                failure = null;
                return connection;
            } catch (SQLException e) {
                if (failure == null && connected && SqlStates.of(e).equals(SqlStates.TOO_MANY_CONNECTIONS)) {
                    warn(e);
                }
                failure = e;
                if (!connected || isInterruptedIn(PAUSE_MILLIS)) {
                    throw e;
                }
            }
        }
    }

    private static void warn(SQLException e) {
        LOG.atWarn()
                .addKeyValue("event", "connections-exhausted")
                .log(
                        "PostgreSQL has no connection left ({}), so that this node works with fewer than"
                                + " spring.datasource.hikari.maximum-pool-size. Increase max_connections of PostgreSQL or the limit"
                                + " of the user, or reduce that setting; it is tried again every {} ms.",
                        e.getMessage(),
                        PAUSE_MILLIS);
    }

    private static boolean isInterruptedIn(long millis) {
        try {
            Thread.sleep(millis);
            return false;
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return getConnection();
    }

    /** Returns how long a pool that is closed waits for its thread. */
    @Override
    public int getLoginTimeout() {
        return LOGIN_SECONDS;
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // The address has the time limits of an attempt.
    }
}
