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
 * A connection to the file, and its statements. There is always a transaction, which begins with the first statement
 * after the last {@link #commit}. Confined to whoever has the {@link TransactionRunner}.
 */
final class SqliteConnection implements AutoCloseable {

    /** SQLite waits so long for somebody who holds a lock, such as a backup by hand. */
    private static final int BUSY_MILLIS = 2_000;

    private static final int WRITING_CACHE_KIB = 8 << 10;

    private final Connection connection;
    private final JdbcClient client;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    private SqliteConnection(Connection connection) {
        this.connection = connection;
        this.client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    }

    /** The session that writes. */
    static SqliteConnection writing(Path file) throws SQLException {
        SQLiteConfig config = settings();
        // Negative: in KiB. The index of references is written all over.
        config.setCacheSize(-WRITING_CACHE_KIB);
        return open(file, config);
    }

    /** A session that only reads. */
    static SqliteConnection reading(Path file) throws SQLException {
        SQLiteConfig config = settings();
        config.setReadOnly(true);
        return open(file, config);
    }

    /**
     * How every connection is set: {@code FULL} flushes the write-ahead log to disk in every commit, where the default
     * of that mode would flush it now and then.
     */
    static SQLiteConfig settings() {
        SQLiteConfig config = new SQLiteConfig();
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        config.enforceForeignKeys(true);
        // Nobody asks for them, and the driver would fetch one behind every row that is put in.
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

    /** For what is done now and then. */
    JdbcClient client() {
        return client;
    }

    /** This statement, prepared once. Whoever gets a result from it closes the result. */
    PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        return statement;
    }

    /** Executes this prepared statement with these values, and says how many rows it changed. */
    int update(String sql, @Nullable Object... values) throws SQLException {
        return with(sql, values).executeUpdate();
    }

    /** Executes this prepared query with these values. */
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

    /** Executes something that is not prepared. */
    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Ends the transaction; what it changed is on disk then. */
    void commit() throws SQLException {
        connection.commit();
    }

    /** Ends the session, and undoes what was not committed. */
    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
