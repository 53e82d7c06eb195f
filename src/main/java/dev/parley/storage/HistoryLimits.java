package dev.parley.storage;

import dev.parley.text.DurationText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The limits of age and number by which messages are deleted.
 *
 * @param retention how long messages are kept; 0 for no limit
 * @param maxMessages how many messages are kept in each room; 0 for no limit
 */
public record HistoryLimits(Duration retention, int maxMessages) {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryLimits.class);

    /**
     * Returns the limits that are in force: the wanted ones, or the previous ones if the wanted ones are stricter, would
     * delete more than half of the messages, and are not confirmed. A value without its unit is the usual cause.
     */
    public static HistoryLimits inForce(SqlConnection connection, HistoryLimits wanted, boolean confirmed, Instant now)
            throws SQLException {
        HistoryLimits previous = stored(connection, wanted);
        if (!confirmed && wanted.isStricterThan(previous)) {
            long all = count(connection, "SELECT count(*) FROM message");
            long expired = wanted.expired(connection, now);
            if (2 * expired > all) {
                warn(wanted, previous, expired, all);
                return previous;
            }
        }
        if (!wanted.equals(previous) || count(connection, "SELECT count(*) FROM history_limit") == 0) {
            connection.update("DELETE FROM history_limit");
            connection.update(
                    "INSERT INTO history_limit (retention, max_messages) VALUES (?, ?)",
                    wanted.retention.toMillis(),
                    wanted.maxMessages);
        }
        return wanted;
    }

    private static void warn(HistoryLimits wanted, HistoryLimits previous, long expired, long all) {
        LOG.atWarn()
                .addKeyValue("event", "deletion-unconfirmed")
                .log(
                        "The new limits of the history would delete {} of {} messages, so that the previous ones stay in"
                                + " force: parley.history.retention={} instead of {}, parley.history.max-messages={}"
                                + " instead of {}. If the new limits are meant, start the server once with"
                                + " parley.history.confirm-deletion=true.",
                        expired,
                        all,
                        DurationText.of(previous.retention),
                        DurationText.of(wanted.retention),
                        previous.maxMessages,
                        wanted.maxMessages);
    }

    /** Returns the limits with which the history was opened last; {@code otherwise} if it is new. */
    public static HistoryLimits stored(SqlConnection connection, HistoryLimits otherwise) throws SQLException {
        try (ResultSet row = connection.query("SELECT retention, max_messages FROM history_limit")) {
            return row.next() ? new HistoryLimits(Duration.ofMillis(row.getLong(1)), row.getInt(2)) : otherwise;
        }
    }

    private boolean isStricterThan(HistoryLimits other) {
        boolean shorter = !retention.isZero() && (other.retention.isZero() || retention.compareTo(other.retention) < 0);
        boolean fewer = maxMessages > 0 && (other.maxMessages == 0 || maxMessages < other.maxMessages);
        return shorter || fewer;
    }

    /** Returns the time before which messages have expired, in milliseconds since 1970. */
    long keptSince(Instant now) {
        return retention.isZero() ? Long.MIN_VALUE : now.minus(retention).toEpochMilli();
    }

    /** Returns the number of messages that a room keeps. */
    int most() {
        return maxMessages == 0 ? Integer.MAX_VALUE : maxMessages;
    }

    private long expired(SqlConnection connection, Instant now) throws SQLException {
        return count(
                connection,
                "SELECT count(*) FROM message JOIN room ON room.id = message.room WHERE at < ? OR seq <= head - ?",
                keptSince(now),
                most());
    }

    private static long count(SqlConnection connection, String query, Object... values) throws SQLException {
        try (ResultSet row = connection.query(query, values)) {
            row.next();
            return row.getLong(1);
        }
    }
}
