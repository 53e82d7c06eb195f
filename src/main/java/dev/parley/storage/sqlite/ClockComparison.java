package dev.parley.storage.sqlite;

import dev.parley.storage.NewestTime;
import dev.parley.storage.SqlConnection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares the clock of the machine with the times of the stored messages. */
final class ClockComparison {

    private static final Logger LOG = LoggerFactory.getLogger(ClockComparison.class);

    private ClockComparison() {}

    /** Logs a warning if the newest message is in the future. */
    static void run(TransactionRunner reading, Clock clock) {
        Instant newest = reading.inTransaction("read the newest time", ClockComparison::newest);
        NewestTime.check(LOG, newest, clock.instant());
    }

    private static Instant newest(SqlConnection connection) throws SQLException {
        try (ResultSet row = connection.query("SELECT coalesce(max(last_at), 0) FROM room")) {
            row.next();
            return Instant.ofEpochMilli(row.getLong(1));
        }
    }
}
