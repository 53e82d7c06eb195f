package dev.parley.storage.postgres;

import dev.parley.chat.room.MessageHistory;
import dev.parley.storage.EpochGenerator;
import dev.parley.storage.HistoryLimits;
import dev.parley.storage.HistoryUnavailableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a database for a node: checks it, migrates it, and registers the node. */
final class DatabaseOpening {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseOpening.class);

    private final DatabaseAddress address;
    private final DatabaseProblems problems;
    private final PostgresSettings settings;
    private final Clock clock;

    DatabaseOpening(DatabaseAddress address, DatabaseProblems problems, PostgresSettings settings, Clock clock) {
        this.address = address;
        this.problems = problems;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Opens the database; the node keeps its connection.
     *
     * @return the limits that are in force
     * @throws HistoryUnavailableException if the database cannot be used
     */
    HistoryLimits open(PostgresNode node) throws SQLException {
        Connection connection = node.connect();
        PostgresSchema schema = new PostgresSchema(address, problems);
        schema.check(connection);
        // On a connection of its own, without a limit for the time of a statement.
        try (Connection opening = address.connect(0)) {
            PostgresConnection here = new PostgresConnection(opening);
            // Held until the connection ends, because several nodes may start on an empty database.
            OpeningLocks locks = new OpeningLocks(here, problems);
            locks.acquire();
            schema.migrate(connection);
            locks.checkNoMigration();
            opening.setAutoCommit(false);
            NodeTable.adoptTimeline(here, settings.synchronousReplication());
            if (settings.restored()) {
                NodeTable.endExpired(here);
                Optional<String> other = NodeTable.anyLabel(here);
                if (other.isPresent()) {
                    throw problems.restoredInUse(other.get());
                }
                beginNewEpochs(here);
            }
            node.register(here);
            here.update("DELETE FROM room_presence p"
                    + " WHERE NOT EXISTS (SELECT 1 FROM membership m WHERE m.room = p.room)");
            HistoryLimits limits =
                    HistoryLimits.inForce(here, settings.limits(), settings.confirmDeletion(), clock.instant());
            warn(here);
            opening.commit();
            return limits;
        }
    }

    private static void beginNewEpochs(PostgresConnection connection) throws SQLException {
        EpochGenerator epochGenerator = new EpochGenerator();
        List<Long> rooms = new ArrayList<>();
        try (ResultSet row = connection.query("SELECT id FROM room")) {
            while (row.next()) {
                rooms.add(row.getLong(1));
            }
        }
        for (long room : rooms) {
            connection.update("UPDATE room SET epoch = ? WHERE id = ?", epochGenerator.next(), room);
        }
        connection.update("UPDATE direct_history SET epoch = ?", epochGenerator.next());
    }

    private void warn(PostgresConnection connection) throws SQLException {
        try (ResultSet row = connection.query("SELECT coalesce(max(last_at), 0), current_setting('fsync') FROM room")) {
            row.next();
            Instant newest = Instant.ofEpochMilli(row.getLong(1));
            if (newest.isAfter(clock.instant().plus(MessageHistory.CLOCK_TOLERANCE))) {
                LOG.atWarn()
                        .addKeyValue("event", "message-in-future")
                        .log(
                                "The newest message has the time {}, but the clock of this machine is at {}. One of both is"
                                        + " wrong. The times of new messages follow the clock.",
                                newest,
                                clock.instant());
            }
            if (row.getString(2).equals("off")) {
                LOG.atWarn()
                        .addKeyValue("event", "fsync-off")
                        .log(
                                "PostgreSQL runs with fsync=off: after a power failure, acknowledged messages can be lost.");
            }
        }
    }
}
