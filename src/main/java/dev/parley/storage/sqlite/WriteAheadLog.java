package dev.parley.storage.sqlite;

import dev.parley.storage.SqlConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties the write-ahead log when it has grown, or when it contains a text that was removed; in the second case also removes
 * the copies of the text from the unused space of the database file. SQLite begins the log again only at a moment without
 * readers, which does not come while clients read the history without a pause. Confined to the holder of the runner that
 * writes.
 */
final class WriteAheadLog {

    /** The bytes above which the log is emptied; twice the size at which SQLite copies it to the database by itself. */
    static final long LARGE = 8L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(WriteAheadLog.class);

    /** The time for which a commit waits for a reader of this server. */
    private static final Duration READER = Duration.ofMillis(50);

    /** The time until the next attempt, if another program reads, or until the next text is removed. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    /** The part of the time for which transactions wait at most while texts are removed, as a divisor. */
    private static final int SHARE = 100;

    /** The time between two looks at the size of the log, which cost a call of the system. */
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Path log;
    private final TransactionRunner readers;
    private final UnusedSpace unusedSpace;
    private long nextLook = System.nanoTime();
    private long nextAttempt = System.nanoTime();
    private boolean textRemoved; // since the log was emptied and the unused space cleared; also stored
    private boolean cleared; // the unused space, in the current attempt

    /**
     * Creates the log of a database.
     *
     * @param readers the runner of all transactions of this server that only read
     * @param unusedSpace the unused space of the database file
     */
    WriteAheadLog(Path file, TransactionRunner readers, UnusedSpace unusedSpace) {
        this.log = file.resolveSibling(file.getFileName() + "-wal");
        this.readers = readers;
        this.unusedSpace = unusedSpace;
    }

    /** Returns whether a text was removed before the last end of the process, and is still in the files. */
    boolean open(SqlConnection connection) throws SQLException {
        try (ResultSet row = connection.query("SELECT due FROM removal")) {
            textRemoved = row.next() && row.getBoolean(1);
            return textRemoved;
        }
    }

    /** Records in the current transaction that it removes a text, which the files still contain. */
    void onTextRemoved(SqlConnection connection) throws SQLException {
        connection.update("UPDATE removal SET due = 1 WHERE due = 0");
        textRemoved = true;
    }

    /**
     * Empties the log if it is large, or contains a text that was removed. A failure is not one of the transaction before,
     * which is on disk.
     */
    void emptyIfDue(SqliteConnection connection) {
        long now = System.nanoTime();
        if (now - nextAttempt >= 0 && (textRemoved || isLarge(now))) {
            readers.tryPause(READER, () -> empty(connection));
        }
    }

    private boolean isLarge(long now) {
        if (now - nextLook < 0) {
            return false;
        }
        nextLook = now + LOOK.toNanos();
        return size() >= LARGE;
    }

    /** Removes the last texts, at the end of the server. */
    void close(SqliteConnection connection) {
        if (textRemoved) {
            readers.tryPause(READER, () -> empty(connection));
        }
    }

    private void empty(SqliteConnection connection) {
        long start = System.nanoTime();
        boolean isDone;
        try {
            isDone = connection.emptyLog();
            if (isDone && textRemoved) {
                isDone = removeText(connection);
                textRemoved = !isDone;
            }
        } catch (SQLException | IOException e) {
            LOG.debug("The write-ahead log could not be emptied.", e);
            isDone = false;
        }
        long now = System.nanoTime();
        // Under a load of edits, not after each of them.
        nextAttempt = now + (isDone && !cleared ? 0 : Math.max(PAUSE.toNanos(), SHARE * (now - start)));
        cleared = false;
    }

    /** Removes copies of texts in a transaction that other programs wait for. Returns false if another one has written. */
    private boolean removeText(SqliteConnection connection) throws SQLException, IOException {
        try {
            connection.begin();
            if (size() > 0) {
                return false;
            }
            // Otherwise pages in memory bring the copies back when they are written.
            connection.execute("PRAGMA shrink_memory");
            unusedSpace.clear();
            connection.update("UPDATE removal SET due = 0");
            cleared = true;
            return true;
        } finally {
            connection.commit();
        }
    }

    private long size() {
        try {
            return Files.size(log);
        } catch (IOException ignored) {
            return 0;
        }
    }
}
