package dev.parley.storage.postgres;

import dev.parley.storage.HistoryLimits;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;

/** Opens a database as a node with short leases, for tests in other packages. */
public final class NodeOpening {

    private static final Duration RENEWAL = Duration.ofMillis(200);
    private static final int WRITERS = 4;

    private NodeOpening() {}

    /**
     * Opens a database.
     *
     * @param username the role, which tells the connections of nodes apart
     * @param lease the time of a lease
     * @param margin the time after the end of a lease at which another node ends this one
     */
    public static PostgresHistory open(
            String url, String username, Duration lease, Duration margin, Executor writes, Executor reads) {
        PostgresSettings settings = new PostgresSettings(
                url,
                null,
                false,
                username,
                null,
                PostgresSettings.defaultPool(),
                WRITERS,
                2,
                new HistoryLimits(Duration.ZERO, 0),
                false,
                false);
        LeaseTimes times = new LeaseTimes(lease, RENEWAL, RENEWAL, margin);
        return PostgresHistory.open(settings, Clock.systemUTC(), null, times, writes, reads, username);
    }
}
