package dev.parley.storage.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.sqlite.SQLiteConfig;

/**
 * A connection to the file with its prepared statements. There is always a transaction, which begins with the first
 * statement after the last {@link #commit}. Confined to the holder of the {@link TransactionRunner}.
 */
final class SqliteConnection implements AutoCloseable {

    /** The time for which SQLite waits for another holder of the lock, such as a backup. */
    private static final int BUSY_MILLIS = 2_000;

    private static final int WRITING_CACHE_KIB = 8 << 10;

    private final Connection connection;
    private final JdbcClient client;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    private SqliteConnection(Connection connection) {
        this.connection = connection;
        this.client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    }

    /** Opens the connection that writes. */
    static SqliteConnection writing(Path file) throws SQLException {
        SQLiteConfig config = settings();
        // Negative values are in KiB. Writes to the index of references are spread over all its pages.
        config.setCacheSize(-WRITING_CACHE_KIB);
        return open(file, config);
    }

    /** Opens a connection that only reads. */
    static SqliteConnection reading(Path file) throws SQLException {
        SQLiteConfig config = settings();
        config.setReadOnly(true);
        return open(file, config);
    }

    /**
     * Returns the configuration of every connection: {@code FULL} flushes the write-ahead log to disk in every commit,
     * which the default does only now and then.
     */
    static SQLiteConfig settings() {
        SQLiteConfig config = new SQLiteConfig();
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        config.enforceForeignKeys(true);
        // No caller uses generated keys, and the driver would fetch one after each insert.
        config.setGetGeneratedKeys(false);
        return config;
    }

    private static SqliteConnection open(Path file, SQLiteConfig config) throws SQLException {
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        try {
            connection.setAutoCommit(false);
            return new SqliteConnection(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Returns a client for statements that run rarely. */
    JdbcClient client() {
        return client;
    }

    /** Returns a statement that is prepared once. The caller closes its result. */
    PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        return statement;
    }

    /** Executes a prepared statement, and returns the number of changed rows. */
    int update(String sql, @Nullable Object... values) throws SQLException {
        return with(sql, values).executeUpdate();
    }

    /** Executes a prepared query. */
    ResultSet query(String sql, @Nullable Object... values) throws SQLException {
        return with(sql, values).executeQuery();
    }

    private PreparedStatement with(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = prepared(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    /** Executes a statement that is not prepared. */
    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Commits the transaction, which is on disk when this returns. */
    void commit() throws SQLException {
        connection.commit();
    }

    /** Closes the connection and rolls back the transaction. */
    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
