package dev.parley.storage.sqlite;

import dev.parley.chat.room.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Runs transactions on a {@link SqliteConnection}, one thread at a time, in order of arrival. After a failure the
 * connection is closed, which rolls back the transaction, and the next transaction gets a new one, so that work
 * continues as soon as the disk allows.
 */
final class TransactionRunner implements AutoCloseable {

    /** The free bytes below which any failure counts as a full disk, with any code of SQLite. */
    private static final long HARDLY_ANY_SPACE = 256 << 10;

    /** Opens a connection. */
    interface ConnectionFactory {
        SqliteConnection open() throws SQLException;
    }

    /** The work of one transaction. */
    interface Work<T> {
        T on(SqliteConnection connection) throws SQLException;
    }

    private final Path file;
    private final ConnectionFactory factory;
    private final Executor executor;

    /** Fair, so that publishes run between the slices of a large deletion. */
    private final ReentrantLock lock = new ReentrantLock(true);

    private @Nullable SqliteConnection connection;
    private boolean closed;
    private volatile boolean used; // whether the executor may have a task

    /**
     * Creates a runner without a connection.
     *
     * @param executor runs what is submitted; one thread is enough, since one transaction runs at a time
     */
    TransactionRunner(Path file, ConnectionFactory factory, Executor executor) {
        this.file = file;
        this.factory = factory;
        this.executor = executor;
    }

    /**
     * Runs one transaction on the executor. Transactions run in the order in which they are submitted.
     *
     * @param purpose the purpose, to follow after "Could not"
     * @return completes when the transaction is on disk; fails with a {@link StorageException}, or with a {@link
     *     RejectedExecutionException} if the queue of the executor is full
     */
    <T> CompletionStage<T> submit(String purpose, Work<T> work) {
        used = true;
        try {
            return CompletableFuture.supplyAsync(() -> inTransaction(purpose, work), executor);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Runs one transaction on the calling thread, which is on disk when this returns.
     *
     * @param purpose the purpose, to follow after "Could not"
     * @throws StorageException if it failed; nothing has changed
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

    /**
     * Repeats a deletion on the executor, each time in its own transaction, until nothing is left to delete. Other work
     * runs in between.
     *
     * @param size the number of rows that one transaction deletes if there are enough
     * @param slice deletes rows, and returns their number
     * @return completes after the last slice
     */
    CompletionStage<Integer> submitSlices(String purpose, int size, Work<Integer> slice) {
        return submit(purpose, slice)
                .thenCompose(deleted -> deleted == size
                        ? submitSlices(purpose, size, slice)
                        : CompletableFuture.completedFuture(deleted));
    }

    private SqliteConnection sqliteConnection() throws SQLException {
        if (closed) {
            throw new SQLException("The history is closed.");
        }
        SqliteConnection here = connection;
        if (here == null) {
            here = factory.open();
            connection = here;
        }
        return here;
    }

    private void discard() {
        SqliteConnection here = connection;
        connection = null;
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
            if (cause instanceof SQLiteException failure && failure.getResultCode() == SQLiteErrorCode.SQLITE_FULL) {
                return true;
            }
        }
        return isFull();
    }

    /** Returns whether the disk has hardly any space left. */
    boolean isFull() {
        try {
            return Files.getFileStore(file).getUsableSpace() < HARDLY_ANY_SPACE;
        } catch (IOException ignored) {
            return false;
        }
    }

    /** Runs what was submitted before, and then closes the connection. Waits for that. */
    @Override
    public void close() {
        if (!used) {
            closeNow(); // a start that failed starts no thread of the executor
            return;
        }
        try {
            CompletableFuture.runAsync(this::closeNow, executor).join();
        } catch (RejectedExecutionException ignored) {
            closeNow(); // the executor has ended, or its queue is full
        }
    }

    private void closeNow() {
        lock.lock();
        try {
            closed = true;
            discard();
        } finally {
            lock.unlock();
        }
    }
}
