package dev.parley.storage.sqlite;

import dev.parley.chat.room.StorageException;
import dev.parley.storage.Transactions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Runs transactions on a {@link SqliteConnection}, one thread at a time, in order of arrival. After a failure the
 * connection is closed, which rolls back the transaction, and the next transaction gets a new one, so that work
 * continues as soon as the disk allows.
 */
final class TransactionRunner implements Transactions, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionRunner.class);

    /** The free bytes below which any failure counts as a full disk, with any code of SQLite. */
    private static final long HARDLY_ANY_SPACE = 256 << 10;

    /** Opens a connection. */
    interface ConnectionFactory {
        SqliteConnection open() throws SQLException;
    }

    private final Path file;
    private final FileGuard fileGuard;
    private final ConnectionFactory factory;
    private final Executor executor;
    private final BooleanSupplier mayBlock;
    private final int maxBatch;
    private final Queue<Submitted<?>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger submitted = new AtomicInteger(); // and not completed

    /** Fair, so that publishes run between the slices of a large deletion. */
    private final ReentrantLock lock = new ReentrantLock(true);

    private Consumer<SqliteConnection> afterCommit = connection -> {};
    private Consumer<SqliteConnection> beforeClose = connection -> {};
    private @Nullable SqliteConnection connection;
    private boolean closed;
    private volatile boolean used; // whether the executor may have a task

    /**
     * Creates a runner without a connection.
     *
     * @param executor runs what is submitted; one thread is enough, since one transaction runs at a time
     * @param mayBlock returns whether the calling thread may run a transaction itself
     * @param maxBatch how much submitted work may share a transaction
     */
    TransactionRunner(Path file, ConnectionFactory factory, Executor executor, BooleanSupplier mayBlock, int maxBatch) {
        this.file = file;
        this.fileGuard = FileGuard.of(file);
        this.factory = factory;
        this.executor = executor;
        this.mayBlock = mayBlock;
        this.maxBatch = maxBatch;
    }

    /** Sets tasks between transactions, which throw nothing. Called before the first transaction. */
    void setTasks(Consumer<SqliteConnection> afterEachCommit, Consumer<SqliteConnection> beforeTheEnd) {
        afterCommit = afterEachCommit;
        beforeClose = beforeTheEnd;
    }

    /** Runs the task while no transaction runs here, or does nothing if one runs for longer than this time. */
    void tryPause(Duration within, Runnable task) {
        try {
            if (lock.tryLock(within.toNanos(), TimeUnit.NANOSECONDS)) {
                try {
                    task.run();
                } finally {
                    lock.unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Runs work in a transaction: on the calling thread if it may block and no other transaction runs or waits, which saves
     * 2 changes of thread, and otherwise on the executor, where all work that waits shares a commit. Work runs in the order
     * in which it is submitted. If one of several fails before the commit, each of them gets a transaction of its own.
     *
     * @param purpose the purpose, to follow after "Could not"
     * @return completes when the transaction is on disk; fails with a {@link StorageException}, or with a {@link
     *     RejectedExecutionException} if the queue of the executor is full
     */
    @Override
    public <T> CompletionStage<T> submit(String purpose, Work<T> work) {
        Submitted<T> one = new Submitted<>(purpose, work, new CompletableFuture<>());
        if (mayBlock.getAsBoolean() && submitted.compareAndSet(0, 1)) {
            runAlone(one);
            return one.result;
        }
        return enqueue(one);
    }

    /** Runs work in a transaction on the executor, never on the calling thread; otherwise the same as {@link #submit}. */
    <T> CompletionStage<T> enqueue(String purpose, Work<T> work) {
        return enqueue(new Submitted<>(purpose, work, new CompletableFuture<>()));
    }

    private <T> CompletionStage<T> enqueue(Submitted<T> one) {
        used = true;
        submitted.incrementAndGet();
        waiting.add(one);
        try {
            executor.execute(this::runWaiting);
        } catch (RejectedExecutionException e) {
            // Unless a task that was accepted before has taken it meanwhile.
            if (waiting.remove(one)) {
                submitted.decrementAndGet();
                one.result.completeExceptionally(e);
            }
        }
        return one.result;
    }

    /** Work that was submitted, and its result. */
    private record Submitted<T>(String purpose, Work<T> work, CompletableFuture<T> result) {}

    private void runAlone(Submitted<?> one) {
        complete(one, () -> inTransaction(one.purpose, one.work));
    }

    private <T> void complete(Submitted<T> one, Supplier<?> result) {
        try {
            @SuppressWarnings("unchecked")
            T value = (T) result.get();
            submitted.decrementAndGet();
            one.result.complete(value);
        } catch (RuntimeException | Error e) {
            submitted.decrementAndGet();
            one.result.completeExceptionally(e);
        }
    }

    /** Runs the work that waits; nothing is left to do if a task before has taken it. */
    private void runWaiting() {
        List<Submitted<?>> batch = new ArrayList<>();
        for (Submitted<?> one = waiting.poll(); one != null; one = batch.size() < maxBatch ? waiting.poll() : null) {
            batch.add(one);
        }
        if (batch.size() > 1) {
            runTogether(batch);
        } else {
            batch.forEach(this::runAlone);
        }
    }

    private void runTogether(List<Submitted<?>> batch) {
        List<@Nullable Object> results = new ArrayList<>();
        boolean[] working = {false};
        try {
            inTransaction("store the work of " + batch.size() + " callers", connection -> {
                working[0] = true;
                for (Submitted<?> one : batch) {
                    results.add(one.work.on(connection));
                }
                working[0] = false;
                return results.size();
            });
        } catch (RuntimeException | Error e) {
            if (working[0]) {
                LOG.debug("Some work of {} callers failed; each gets a transaction of its own.", batch.size(), e);
                batch.forEach(this::runAlone);
            } else {
                // Not repeated: the file cannot be opened or is locked, or the commit may have reached the disk.
                batch.forEach(one -> complete(one, () -> {
                    throw e;
                }));
            }
            return;
        }
        for (int i = 0; i < batch.size(); i++) {
            Object result = results.get(i);
            complete(batch.get(i), () -> result);
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
            return run(work);
        } catch (StorageException e) {
            throw e; // of the guard: the connection keeps the latest messages
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

    private <T> T run(Work<T> work) throws SQLException {
        fileGuard.check();
        SqliteConnection here = sqliteConnection();
        here.begin();
        T result = work.on(here);
        here.commit();
        fileGuard.onCommit();
        afterCommit.accept(here);
        return result;
    }

    /** Checks on the executor that the file is still the one that was opened. */
    CompletionStage<?> checkFile() {
        used = true;
        try {
            return CompletableFuture.runAsync(
                    () -> {
                        lock.lock();
                        try {
                            fileGuard.check();
                        } finally {
                            lock.unlock();
                        }
                    },
                    executor);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private SqliteConnection sqliteConnection() throws SQLException {
        if (closed) {
            throw new SQLException("The history is closed.");
        }
        SqliteConnection here = connection;
        if (here == null) {
            here = factory.open();
            fileGuard.onOpen();
            connection = here;
        }
        return here;
    }

    private void discard() {
        SqliteConnection here = connection;
        connection = null;
        if (here != null) {
            fileGuard.onClose();
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

    private void runLastTask() {
        SqliteConnection here = connection;
        if (here == null) {
            return;
        }
        try {
            fileGuard.check();
            beforeClose.accept(here);
        } catch (StorageException e) {
            LOG.debug("The last task is left out, because the file was replaced.", e);
        }
    }

    private void closeNow() {
        lock.lock();
        try {
            closed = true;
            runLastTask();
            discard();
        } finally {
            lock.unlock();
        }
    }
}
