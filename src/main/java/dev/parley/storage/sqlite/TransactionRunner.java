package dev.parley.storage.sqlite;

import dev.parley.chat.room.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Where one thread at a time works with a {@link SqliteConnection}, one transaction after the other, in the order they came.
 * After a failure the session is closed, which undoes everything, and the next to come gets a new one: so nothing is
 * left of what failed, and work goes on as soon as the disk allows.
 */
final class TransactionRunner implements AutoCloseable {

    /** Below this many bytes free a failure is put down to the full disk, whatever SQLite calls it. */
    private static final long HARDLY_ANY_SPACE = 256 << 10;

    /** Makes a session. */
    interface ConnectionFactory {
        SqliteConnection open() throws SQLException;
    }

    /** What is done in one transaction. */
    interface Work<T> {
        T on(SqliteConnection sqliteConnection) throws SQLException;
    }

    private final Path file;
    private final ConnectionFactory connectionFactory;

    /** Fair, so that clearing away many old messages lets those who post in between. */
    private final ReentrantLock lock = new ReentrantLock(true);

    private @Nullable SqliteConnection sqliteConnection;
    private boolean closed;

    TransactionRunner(Path file, ConnectionFactory connectionFactory) {
        this.file = file;
        this.connectionFactory = connectionFactory;
    }

    /**
     * Does this in one transaction, which is on disk when this returns.
     *
     * @param purpose what it is for, to go on after "Could not"
     * @throws StorageException if that did not work; nothing has changed then
     */
    <T> T inTransaction(String purpose, Work<T> work) {
        lock.lock();
        try {
            SqliteConnection here = sqliteConnection();
            T result = work.on(here);
            here.commit();
            return result;
        } catch (SQLException | DataAccessException e) {
            discard();
            throw new StorageException("Could not " + purpose + ": " + e.getMessage(), isFull(e), e);
        } catch (RuntimeException | Error e) {
            discard();
            throw e;
        } finally {
            lock.unlock();
        }
    }

    private SqliteConnection sqliteConnection() throws SQLException {
        if (closed) {
            throw new SQLException("The history is closed.");
        }
        SqliteConnection here = sqliteConnection;
        if (here == null) {
            here = connectionFactory.open();
            sqliteConnection = here;
        }
        return here;
    }

    private void discard() {
        SqliteConnection here = sqliteConnection;
        sqliteConnection = null;
        if (here != null) {
            try {
                here.close();
            } catch (SQLException ignored) {
                return;
            }
        }
    }

    private boolean isFull(Throwable broken) {
        for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException told && told.getResultCode() == SQLiteErrorCode.SQLITE_FULL) {
                return true;
            }
        }
        return isFull();
    }

    /** Whether the disk has hardly any space left. */
    boolean isFull() {
        try {
            return Files.getFileStore(file).getUsableSpace() < HARDLY_ANY_SPACE;
        } catch (IOException ignored) {
            return false;
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            discard();
        } finally {
            lock.unlock();
        }
    }
}
