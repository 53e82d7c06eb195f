package dev.parley.storage.postgres;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The history of a test class. Tests with the same limits share one that stays open, with its rows deleted and the clock of the
 * test, because opening takes longer than most tests.
 */
final class OpenedHistory implements AutoCloseable {

    private final TestDatabase database;
    private final TestClock clock = new TestClock();
    private final Semaphore held = new Semaphore(0);
    private @Nullable PostgresHistory history;
    private @Nullable PostgresSettings settings;
    private @Nullable ExecutorService writes;
    private @Nullable ExecutorService reads;

    OpenedHistory(TestDatabase database) {
        this.database = database;
    }

    /** Passes the time of the current test. */
    private static final class TestClock extends Clock {
        private volatile Clock ofTest = Clock.systemUTC();

        @Override
        public Instant instant() {
            return ofTest.instant();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** Returns an empty history without limits. */
    PostgresHistory empty(Clock ofTest) {
        return empty(ofTest, Duration.ZERO, 0);
    }

    /** Returns an empty history. */
    PostgresHistory empty(Clock ofTest, Duration retention, int maxMessages) {
        clock.ofTest = ofTest;
        PostgresSettings wanted = database.settings(retention, maxMessages, false);
        PostgresHistory here = history;
        if (here == null || settings == null || !settings.limits().equals(wanted.limits())) {
            close();
            database.clear();
            return open(wanted);
        }
        database.clear();
        return here;
    }

    /** Closes the history, and opens it again with its rows. */
    PostgresHistory restart(boolean restored) {
        return open(database.settings(Duration.ZERO, 0, restored));
    }

    private PostgresHistory open(PostgresSettings wanted) {
        close();
        writes = Executors.newFixedThreadPool(wanted.writers());
        reads = Executors.newFixedThreadPool(wanted.readers());
        PostgresHistory opened =
                PostgresHistory.open(wanted, clock, clock, LeaseTimes.STANDARD, writes, reads, "a test");
        settings = wanted;
        history = opened;
        return opened;
    }

    /** Lets writes wait for {@link #runWrites}. */
    void holdWrites() {
        ExecutorService threads = Objects.requireNonNull(writes);
        for (int writer = 0; writer < TestDatabase.WRITERS; writer++) {
            threads.execute(held::acquireUninterruptibly);
        }
    }

    /** Runs the writes that wait, in order. */
    void runWrites() {
        held.release(TestDatabase.WRITERS);
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
