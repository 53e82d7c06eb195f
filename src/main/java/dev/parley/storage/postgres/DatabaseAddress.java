package dev.parley.storage.postgres;

import com.zaxxer.hikari.HikariConfig;
import dev.parley.storage.HistoryUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The address of a database, and the way to connect to it. Does not reveal the password. */
final class DatabaseAddress {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseAddress.class);

    private static final String PREFIX = "jdbc:postgresql:";

    /** Lets the server end a statement whose client has failed. Not every platform of the server can do that. */
    private static final String CHECK_CLIENT =
            "DO $$ BEGIN PERFORM set_config('client_connection_check_interval', '2s', false);"
                    + " EXCEPTION WHEN OTHERS THEN NULL; END $$;";

    /** The longest time of a statement, in milliseconds. */
    static final int STATEMENT_MILLIS = 2_000;

    /** Overrides a setting of the role or the database with which a commit is not flushed. */
    private static final String FLUSH = "SELECT set_config('synchronous_commit', 'on', false)"
            + " WHERE current_setting('synchronous_commit') = 'off'";

    private static final int CONNECT_SECONDS = 2;
    private static final int SOCKET_SECONDS = 5;

    private final PostgresSettings settings;
    private final Properties parsed;
    private final boolean pooled;

    /**
     * Parses an address.
     *
     * @throws HistoryUnavailableException if it is not one
     */
    DatabaseAddress(PostgresSettings settings) {
        this(settings, false);
    }

    private DatabaseAddress(PostgresSettings settings, boolean pooled) {
        this.settings = settings;
        this.pooled = pooled;
        String url = settings.url();
        if (!url.startsWith(PREFIX)) {
            throw DatabaseProblems.invalidUrl();
        }
        if (url.matches("jdbc:postgresql://[^/?]*@.*")) {
            throw DatabaseProblems.passwordInAddress();
        }
        Properties found = Driver.parseURL(url, new Properties());
        if (found == null) {
            throw DatabaseProblems.invalidUrl();
        }
        this.parsed = found;
    }

    /**
     * Returns the address for the connection that listens.
     *
     * @throws HistoryUnavailableException if {@code parley.cluster.listen-url} is not one
     */
    DatabaseAddress forListening() {
        if (settings.listenUrl() == null) {
            return this;
        }
        try {
            return new DatabaseAddress(settings.forListening());
        } catch (HistoryUnavailableException ignored) {
            throw DatabaseProblems.invalidListenUrl(); // the sentence about the other setting does not help
        }
    }

    /** Returns whether a replica has all acknowledged messages. */
    boolean synchronousReplication() {
        return settings.synchronousReplication();
    }

    /**
     * Returns this address as one behind a pooler in transaction mode. Its connections keep no state between transactions: no
     * settings of the session, and no prepared statements.
     */
    DatabaseAddress behindPooler() {
        return new DatabaseAddress(settings, true);
    }

    /** Returns whether this address is behind a pooler in transaction mode. */
    boolean isBehindPooler() {
        return pooled;
    }

    /** Returns whether {@code parley.cluster.listen-url} is set. */
    boolean hasListenAddress() {
        return settings.listenUrl() != null;
    }

    /** Returns the setting that this address has. */
    String setting() {
        return settings.listening() ? "parley.cluster.listen-url" : "spring.datasource.url";
    }

    /** Returns the database, host and port. */
    String location() {
        StringBuilder hosts = new StringBuilder();
        String[] names = String.valueOf(PGProperty.PG_HOST.getOrDefault(parsed)).split(",", -1);
        String[] ports = String.valueOf(PGProperty.PG_PORT.getOrDefault(parsed)).split(",", -1);
        for (int i = 0; i < names.length; i++) {
            hosts.append(i == 0 ? "" : ", ").append(names[i]).append(':').append(ports[Math.min(i, ports.length - 1)]);
        }
        String database = PGProperty.PG_DBNAME.getOrDefault(parsed);
        return "the PostgreSQL database " + (database == null ? role() : database) + " on " + hosts;
    }

    /** Returns the role; null if the driver chooses it. */
    @Nullable
    String role() {
        String username = settings.username();
        return username == null ? PGProperty.USER.getOrDefault(parsed) : username;
    }

    /**
     * Connects outside the pools; the connection uses the tables of Parley.
     *
     * @param socketSeconds the time after which a silent server counts as failed; 0 for no limit
     */
    Connection connect(int socketSeconds) throws SQLException {
        Connection connection = connectWithoutSettings(socketSeconds);
        if (pooled) {
            return connection;
        }
        prepare(connection, socketSeconds * 1_000);
        return connection;
    }

    /** Sets up a session, or closes the connection. */
    private static void prepare(Connection connection, int statementMillis) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(session(statementMillis));
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Returns the settings of a session, after a check that fails in recovery: the tables, the longest time of a statement (0 for
     * any time), and a flush in each commit. Set by statements, not by options of the connection, which poolers reject.
     */
    private static String session(int statementMillis) {
        return "SELECT pg_current_wal_insert_lsn(); SET search_path = parley; SET statement_timeout = "
                + statementMillis + "; SET lock_timeout = " + statementMillis + "; " + CHECK_CLIENT + " " + FLUSH;
    }

    /** Connects outside the pools, and leaves the settings of the session as they are. */
    Connection connectWithoutSettings(int socketSeconds) throws SQLException {
        return connect(properties(socketSeconds));
    }

    private Connection connect(Properties properties) throws SQLException {
        String username = settings.username();
        String password = settings.password();
        if (username != null) {
            properties.setProperty("user", username);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        Connection connection = new Driver().connect(settings.url(), properties);
        if (connection == null) {
            throw DatabaseProblems.invalidUrl();
        }
        return connection;
    }

    /** Connects for a pool. */
    private Connection connectPooled() throws SQLException {
        Properties properties = properties(SOCKET_SECONDS);
        properties.putAll(settings.pool().getDataSourceProperties());
        Connection connection = connect(properties);
        if (!pooled) {
            prepare(connection, STATEMENT_MILLIS);
        }
        return connection;
    }

    private Properties properties(int socketSeconds) {
        Properties properties = new Properties();
        properties.setProperty("connectTimeout", Integer.toString(CONNECT_SECONDS));
        properties.setProperty("loginTimeout", Integer.toString(SOCKET_SECONDS));
        properties.setProperty("socketTimeout", Integer.toString(socketSeconds));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "parley");
        properties.setProperty("targetServerType", "primary");
        if (pooled) {
            properties.setProperty("prepareThreshold", "0"); // no prepared statement has a name on the server
        }
        return properties;
    }

    /** Opens the pool of the connections that write. */
    ConnectionPool writingPool() {
        return pool("parley-write", settings.writers(), false);
    }

    /** Opens the pool of the connections that only read. The statements of a transaction see one state of the database. */
    ConnectionPool readingPool() {
        return pool("parley-read", settings.readers(), true);
    }

    /** Runs the first statement of a transaction that reads: its connection may not keep the isolation level. */
    @Nullable
    String beginReading(PostgresConnection connection) throws SQLException {
        if (pooled) {
            connection.update("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        }
        return null;
    }

    private ConnectionPool pool(String name, int connections, boolean readOnly) {
        HikariConfig config = new HikariConfig();
        settings.pool().copyStateTo(config);
        config.setPoolName(name);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(connections);
        config.setAutoCommit(true);
        config.setReadOnly(readOnly);
        config.setTransactionIsolation(
                readOnly && !pooled ? "TRANSACTION_REPEATABLE_READ" : "TRANSACTION_READ_COMMITTED");
        if (!pooled) {
            config.setConnectionInitSql(null);
        }
        return new ConnectionPool(config, this::connectPooled);
    }

    /** Closes a connection, which may have failed. */
    static void close(@Nullable Connection connection) {
        if (connection == null) {
            return;
        }
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("A connection to the database was not closed in order.", e);
        }
    }
}
