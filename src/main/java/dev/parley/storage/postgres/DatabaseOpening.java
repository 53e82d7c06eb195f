package dev.parley.storage.postgres;

import dev.parley.storage.EpochGenerator;
import dev.parley.storage.HistoryLimits;
import dev.parley.storage.HistoryUnavailableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opens a database for a node: checks it, migrates it, and registers the node. */
final class DatabaseOpening {

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
            List<String> others = NodeTable.liveLabels(here);
            node.register(here);
            here.update("DELETE FROM room_presence p"
                    + " WHERE NOT EXISTS (SELECT 1 FROM membership m WHERE m.room = p.room)");
            OpeningWarnings warnings = new OpeningWarnings(here, clock);
            HistoryLimits stored = HistoryLimits.stored(here, settings.limits());
            HistoryLimits limits =
                    HistoryLimits.inForce(here, settings.limits(), settings.confirmDeletion(), clock.instant());
            warnings.warnOfOtherNodes(node.label(), others, stored.equals(limits));
            warnings.warnOfClocks();
            warnings.warnOfLostFlushes();
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
}
