package dev.parley.storage.postgres;

import com.zaxxer.hikari.HikariConfig;
import dev.parley.storage.HistoryLimits;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a database, which the configuration has read.
 *
 * @param url the address of the database ({@code spring.datasource.url})
 * @param listenUrl an address of the same database for LISTEN ({@code parley.cluster.listen-url}); null for that of {@code url}
 * @param synchronousReplication whether a replica has all acknowledged messages ({@code
 *     parley.cluster.synchronous-replication})
 * @param username the role ({@code spring.datasource.username}); null if the URL or the environment names it
 * @param password its password ({@code spring.datasource.password}); null for none
 * @param pool the settings of the connection pools ({@code spring.datasource.hikari})
 * @param writers the connections that write
 * @param readers the connections that read
 * @param limits the limits by which messages are deleted
 * @param restored whether the database is an older copy ({@code parley.history.restored-from-backup}): every room then gets
 *     a new epoch, so that clients discard what they received since the copy was made
 * @param confirmDeletion whether stricter limits than before may delete more than half of the messages
 */
public record PostgresSettings(
        String url,
        @Nullable String listenUrl,
        boolean synchronousReplication,
        @Nullable String username,
        @Nullable String password,
        HikariConfig pool,
        int writers,
        int readers,
        HistoryLimits limits,
        boolean restored,
        boolean confirmDeletion) {

    private static final int CONNECTION_TIMEOUT_MILLIS = 2_000;
    private static final int VALIDATION_TIMEOUT_MILLIS = 1_000;

    /**
     * Returns the default settings of the connection pools. A write waits 2 s for a connection, and is refused then. An idle
     * connection that does not answer within 1 s counts as failed.
     */
    public static HikariConfig defaultPool() {
        HikariConfig pool = new HikariConfig();
        pool.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
        pool.setValidationTimeout(VALIDATION_TIMEOUT_MILLIS);
        return pool;
    }

    /** Returns the settings for a connection that listens, with {@code listenUrl} as both addresses. */
    PostgresSettings forListening() {
        return new PostgresSettings(
                listenUrl == null ? url : listenUrl,
                listenUrl,
                synchronousReplication,
                username,
                password,
                pool,
                writers,
                readers,
                limits,
                restored,
                confirmDeletion);
    }

    /** Returns whether these settings are for a connection that listens at an address of its own. */
    boolean listening() {
        return url.equals(listenUrl);
    }

    /** Leaves out the URL, which may contain a password, and the password. */
    @Override
    public String toString() {
        return "PostgresSettings";
    }
}
