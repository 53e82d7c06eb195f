package dev.parley.storage.postgres;

import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The history of a test, with executors that end with it. */
final class OpenedHistory implements AutoCloseable {

    private final TestDatabase database;
    private final Clock clock;
    private @Nullable PostgresHistory history;
    private @Nullable ExecutorService writes;
    private @Nullable ExecutorService reads;

    OpenedHistory(TestDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Opens the database with its standard settings. */
    PostgresHistory open() {
        return open(database.settings());
    }

    /** Opens the database. */
    PostgresHistory open(PostgresSettings settings) {
        close();
        writes = Executors.newFixedThreadPool(4);
        reads = Executors.newFixedThreadPool(2);
        history = PostgresHistory.open(settings, clock, writes, reads, "a test");
        return history;
    }

    /** Closes the history, if it is open. */
    @Override
    public void close() {
        if (history != null) {
            history.close();
            history = null;
        }
        if (writes != null && reads != null) {
            writes.shutdown();
            reads.shutdown();
        }
    }
}
