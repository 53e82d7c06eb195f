package dev.parley.storage.postgres;

import dev.parley.chat.room.MessageHistory;
import dev.parley.storage.NewestTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns at the start of a node of what an operator may not have intended. */
final class OpeningWarnings {

    private static final Logger LOG = LoggerFactory.getLogger(OpeningWarnings.class);

    private final PostgresConnection connection;
    private final Clock clock;

    OpeningWarnings(PostgresConnection connection, Clock clock) {
        this.connection = connection;
        this.clock = clock;
    }

    /**
     * Names the other nodes, because another installation may use the database by mistake, and warns if their settings differ.
     *
     * @param label the label of this node: the name of the server, and more in parentheses
     * @param others the labels of the other nodes
     * @param sameLimits whether the limits of the history stay as they are
     */
    void warnOfOtherNodes(String label, List<String> others, boolean sameLimits) {
        if (others.isEmpty()) {
            return;
        }
        if (others.stream().allMatch(other -> server(other).equals(server(label)))) {
            LOG.atInfo()
                    .addKeyValue("event", "other-nodes")
                    .log("This node shares the database with {} running nodes: {}.", others.size(), others);
        } else {
            LOG.atWarn()
                    .addKeyValue("event", "other-server")
                    .log(
                            "Nodes with another parley.name use the database: {}; this one is {}. They are one server for"
                                    + " users. If that is not intended, stop this node and name another database in"
                                    + " spring.datasource.url; otherwise set the same parley.name on all nodes.",
                            others,
                            label);
        }
        if (!sameLimits) {
            LOG.atWarn()
                    .addKeyValue("event", "limits-differ")
                    .log("This node has changed parley.history.retention or parley.history.max-messages, while running"
                            + " nodes have other values. Set the same values on all nodes, and restart them.");
        }
    }

    private static String server(String label) {
        int end = label.lastIndexOf(" (");
        return end < 0 ? label : label.substring(0, end);
    }

    /** Warns if a clock is wrong. */
    void warnOfClocks() throws SQLException {
        try (ResultSet row = connection.query("SELECT coalesce(max(last_at), 0),"
                + " (extract(epoch FROM clock_timestamp()) * 1000)::bigint FROM room")) {
            row.next();
            Instant newest = Instant.ofEpochMilli(row.getLong(1));
            Instant database = Instant.ofEpochMilli(row.getLong(2));
            Instant now = clock.instant();
            NewestTime.check(LOG, newest, now);
            Duration difference = Duration.between(database, now);
            if (difference.abs().compareTo(MessageHistory.CLOCK_TOLERANCE) > 0) {
                LOG.atWarn()
                        .addKeyValue("event", "clock-differs")
                        .log(
                                "The clock of this machine is {} s {} that of PostgreSQL. Messages in rooms have the time of"
                                        + " PostgreSQL; direct messages, bans and mutes have that of this machine."
                                        + " Synchronize both clocks, such as by NTP.",
                                difference.abs().toSeconds(),
                                difference.isNegative() ? "behind" : "ahead of");
            }
        }
    }

    /** Warns if PostgreSQL does not flush commits. */
    void warnOfLostFlushes() throws SQLException {
        try (ResultSet row = connection.query("SELECT current_setting('fsync')")) {
            row.next();
            if (row.getString(1).equals("off")) {
                LOG.atWarn()
                        .addKeyValue("event", "fsync-off")
                        .log(
                                "PostgreSQL runs with fsync=off: after a power failure, acknowledged messages can be lost.");
            }
        }
    }
}
