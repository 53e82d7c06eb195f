package dev.parley.storage.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties the write-ahead log when it has grown, or when it contains a text that was removed. SQLite begins the log again
 * only at a moment without readers, which does not come while clients read the history without a pause. Confined to the
 * holder of the runner that writes.
 */
final class WriteAheadLog {

    /** The bytes above which the log is emptied; twice the size at which SQLite copies it to the database by itself. */
    static final long LARGE = 8L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(WriteAheadLog.class);

    /** The time for which a commit waits for a reader of this server. */
    private static final Duration READER = Duration.ofMillis(50);

    /** The time until the next attempt, if another program reads, or until the next text is removed. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final Path log;
    private final TransactionRunner readers;
    private long nextAttempt = System.nanoTime();
    private boolean textRemoved; // since the log was emptied

    /**
     * Creates the log of a database.
     *
     * @param readers the runner of all transactions of this server that only read
     */
    WriteAheadLog(Path file, TransactionRunner readers) {
        this.log = file.resolveSibling(file.getFileName() + "-wal");
        this.readers = readers;
    }

    /** Records that the current transaction removes a text, which the log still contains. */
    void onTextRemoved() {
        textRemoved = true;
    }

    /**
     * Empties the log if it is large, or contains a text that was removed. A failure is not one of the transaction before,
     * which is on disk.
     */
    void emptyIfDue(SqliteConnection connection) {
        if (System.nanoTime() - nextAttempt >= 0 && (textRemoved || size() >= LARGE)) {
            readers.tryPause(READER, () -> empty(connection));
        }
    }

    private void empty(SqliteConnection connection) {
        boolean isEmpty;
        try {
            isEmpty = connection.emptyLog();
        } catch (SQLException e) {
            LOG.debug("The write-ahead log could not be emptied.", e);
            isEmpty = false;
        }
        if (textRemoved || !isEmpty) {
            // Under a load of edits, not after each of them.
            nextAttempt = System.nanoTime() + PAUSE.toNanos();
        }
        textRemoved = textRemoved && !isEmpty;
    }

    private long size() {
        try {
            return Files.size(log);
        } catch (IOException ignored) {
            return 0;
        }
    }
}
