package dev.parley.storage.sqlite;

import dev.parley.storage.SqlConnection;
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
final class SqliteConnection implements SqlConnection, AutoCloseable {

    /** The time for which SQLite waits for another program that holds the write lock. */
    private static final int BUSY_MILLIS = 3_000;

    /**
     * Changes nothing, but acquires the write lock. As the first statement of a transaction it waits for the lock; a
     * transaction that reads first is refused at once if another program writes. The driver's transaction mode {@code
     * IMMEDIATE} would hold the lock between the transactions, too.
     */
    private static final String ACQUIRE_LOCK = "UPDATE room SET head = head WHERE id = -1";

    /** The bytes to which SQLite truncates the write-ahead log when it begins the log again after a checkpoint. */
    private static final int JOURNAL_SIZE_LIMIT = 16 << 20;

    /** The pages, 1 MiB, from which on SQLite empties the write-ahead log of the search index, which is written in few commits. */
    private static final int INDEX_LOG_PAGES = 256;

    private static final int WRITING_CACHE_KIB = 8 << 10;

    private final Connection connection;
    private final boolean writes;
    private final JdbcClient client;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    private SqliteConnection(Connection connection, boolean writes) {
        this.connection = connection;
        this.writes = writes;
        this.client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    }

    /** Opens the connection that writes. */
    static SqliteConnection writing(Path file) throws SQLException {
        SQLiteConfig config = settings();
        // Negative values are in KiB. Writes to the index of references are spread over all its pages.
        config.setCacheSize(-WRITING_CACHE_KIB);
        return openWriting(file, config);
    }

    /** Opens the connection that writes a search index. A commit that is lost with the power is repeated from the history. */
    static SqliteConnection indexing(Path file) throws SQLException {
        SQLiteConfig config = settings();
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setCacheSize(-WRITING_CACHE_KIB);
        return openWriting(file, config, "PRAGMA wal_autocheckpoint = " + INDEX_LOG_PAGES);
    }

    private static SqliteConnection openWriting(Path file, SQLiteConfig config, String... pragmas) throws SQLException {
        SqliteConnection connection = open(file, config, true);
        try {
            // A text that was removed is overwritten with zeros. The first statement begins a transaction.
            connection.execute("PRAGMA secure_delete = ON");
            for (String pragma : pragmas) {
                connection.execute(pragma);
            }
            connection.commit();
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Opens a connection that only reads. */
    static SqliteConnection reading(Path file) throws SQLException {
        SQLiteConfig config = settings();
        config.setReadOnly(true);
        return open(file, config, false);
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
        config.setJournalSizeLimit(JOURNAL_SIZE_LIMIT);
        // No caller uses generated keys, and the driver would fetch one after each insert.
        config.setGetGeneratedKeys(false);
        return config;
    }

    private static SqliteConnection open(Path file, SQLiteConfig config, boolean writes) throws SQLException {
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        try {
            connection.setAutoCommit(false);
            return new SqliteConnection(connection, writes);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Begins a transaction. A connection that writes acquires the write lock, and waits up to 3 s for another program that
     * holds it.
     */
    void begin() throws SQLException {
        if (writes) {
            update(ACQUIRE_LOCK);
        }
    }

    @Override
    public JdbcClient client() {
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

    /** Executes a statement that is prepared once, and returns the number of changed rows. */
    @Override
    public int update(String sql, @Nullable Object... values) throws SQLException {
        return with(sql, values).executeUpdate();
    }

    @Override
    public ResultSet query(String sql, @Nullable Object... values) throws SQLException {
        return with(sql, values).executeQuery();
    }

    @Override
    public @Nullable String text(ResultSet row, int column) throws SQLException {
        return row.getString(column);
    }

    @Override
    public String rowLock() {
        return "";
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

    /**
     * Copies the write-ahead log to the database and empties it, between two transactions. Does not wait for another program.
     *
     * @return whether the log is empty; false if another program reads or writes
     */
    boolean emptyLog() throws SQLException {
        execute("PRAGMA busy_timeout = 0");
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
            return result.next() && result.getInt(1) == 0;
        } finally {
            connection.commit();
            execute("PRAGMA busy_timeout = " + BUSY_MILLIS);
        }
    }

    /** Closes the connection and rolls back the transaction. */
    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
