package dev.parley.storage.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * A pool of connections. While the database is away, a request fails after the connection timeout with the reason for which no
 * connection can be opened, and the pool is filled again soon after the database has returned. Thread-safe.
 */
final class ConnectionPool extends AbstractDataSource implements AutoCloseable {

    private final RepeatedConnect repeatedConnect;
    private final HikariDataSource pool;

    /**
     * Opens a pool, with one connection at first.
     *
     * @param config the settings, without an address
     * @throws com.zaxxer.hikari.pool.HikariPool.PoolInitializationException if that connection cannot be opened
     */
    ConnectionPool(HikariConfig config, RepeatedConnect.Attempt attempt) {
        repeatedConnect = new RepeatedConnect(attempt);
        config.setJdbcUrl(null);
        config.setUsername(null);
        config.setPassword(null);
        config.setDataSource(repeatedConnect);
        pool = new HikariDataSource(config);
    }

    @Override
    public Connection getConnection() throws SQLException {
        try {
            return pool.getConnection();
        } catch (SQLTransientConnectionException e) {
            SQLException reason = repeatedConnect.failure();
            if (reason == null) {
                throw e;
            }
            throw new SQLException(reason.getMessage(), reason.getSQLState(), e);
        }
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLException("The pool has the user of its settings.");
    }

    @Override
    public void close() {
        pool.close();
    }
}
