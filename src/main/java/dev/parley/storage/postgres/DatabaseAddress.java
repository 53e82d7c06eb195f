package dev.parley.storage.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
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

    /**
     * Settings of each session, after a check that fails in recovery: the tables, the longest time of a statement, and a flush in each commit. Set by statements, not
     * by options of the connection, which poolers reject.
     */
    private static final String SESSION =
            "SELECT pg_current_wal_insert_lsn(); SET search_path = parley; SET statement_timeout = '2s'; SET lock_timeout = '2s';"
                    + " SELECT set_config('synchronous_commit', 'on', false)"
                    + " WHERE current_setting('synchronous_commit') = 'off'";

    private static final int CONNECT_SECONDS = 2;
    private static final int SOCKET_SECONDS = 5;

    private final PostgresSettings settings;
    private final Properties parsed;

    /**
     * Parses an address.
     *
     * @throws HistoryUnavailableException if it is not one
     */
    DatabaseAddress(PostgresSettings settings) {
        this.settings = settings;
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
        Properties properties = properties(socketSeconds);
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
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = parley");
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    private static Properties properties(int socketSeconds) {
        Properties properties = new Properties();
        properties.setProperty("connectTimeout", Integer.toString(CONNECT_SECONDS));
        properties.setProperty("loginTimeout", Integer.toString(SOCKET_SECONDS));
        properties.setProperty("socketTimeout", Integer.toString(socketSeconds));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "parley");
        properties.setProperty("targetServerType", "primary");
        return properties;
    }

    /** Opens the pool of the connections that write. */
    HikariDataSource writingPool() {
        return pool("parley-write", settings.writers(), false);
    }

    /** Opens the pool of the connections that only read. The statements of a transaction see one state of the database. */
    HikariDataSource readingPool() {
        return pool("parley-read", settings.readers(), true);
    }

    private HikariDataSource pool(String name, int connections, boolean readOnly) {
        HikariConfig config = new HikariConfig();
        settings.pool().copyStateTo(config);
        config.setPoolName(name);
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.username());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(connections);
        config.setAutoCommit(true);
        config.setReadOnly(readOnly);
        config.setTransactionIsolation(readOnly ? "TRANSACTION_REPEATABLE_READ" : "TRANSACTION_READ_COMMITTED");
        config.setConnectionInitSql(SESSION);
        properties(SOCKET_SECONDS)
                .forEach((key, value) -> config.getDataSourceProperties().putIfAbsent(key, value));
        return new HikariDataSource(config);
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
