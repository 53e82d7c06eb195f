package dev.parley.storage.postgres;

import dev.parley.chat.room.StorageException;
import dev.parley.storage.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;

/**
 * Runs transactions on the connections of a pool, as many at the same time as the executor has threads. Transactions that
 * were submitted one after another may take effect in another order; {@link KeyedQueue} orders those that must not.
 */
final class PostgresTransactions implements Transactions {

    private final DataSource pool;
    private final Executor executor;
    private final Fence fence;
    private final Map<Object, CompletableFuture<?>> submitted = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** Checks at the beginning of a transaction that this server may write. */
    interface Fence {
        void check(PostgresConnection connection) throws SQLException;
    }

    /** Work that uses what only PostgreSQL has. */
    interface Call<T> {
        T on(PostgresConnection connection) throws SQLException;
    }

    PostgresTransactions(DataSource pool, Executor executor, Fence fence) {
        this.pool = pool;
        this.executor = executor;
        this.fence = fence;
    }

    @Override
    public <T> CompletionStage<T> submit(String purpose, Work<T> work) {
        return execute(() -> inTransaction(purpose, work));
    }

    /**
     * Runs a single statement, which is its own transaction and needs one round trip. The stage fails with an {@link
     * OutcomeUnknownException} if the statement may have taken effect, and with a {@link StorageException} if it has not.
     */
    <T> CompletionStage<T> call(String purpose, Call<T> call) {
        return execute(() -> inAutoCommit(purpose, call));
    }

    private <T> CompletionStage<T> execute(Supplier<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Object key = new Object();
        submitted.put(key, result);
        try {
            executor.execute(() -> complete(key, result, task));
        } catch (RejectedExecutionException e) {
            submitted.remove(key);
            result.completeExceptionally(e);
        }
        return result;
    }

    private <T> void complete(Object key, CompletableFuture<T> result, Supplier<T> task) {
        try {
            T value = task.get();
            submitted.remove(key);
            result.complete(value);
        } catch (RuntimeException | Error e) {
            submitted.remove(key);
            result.completeExceptionally(e);
        }
    }

    private <T> T inTransaction(String purpose, Work<T> work) {
        try (Connection connection = connection()) {
            connection.setAutoCommit(false); // the pool sets it again, and rolls back
            PostgresConnection here = new PostgresConnection(connection);
            fence.check(here);
            T result = work.on(here);
            connection.commit();
            return result;
        } catch (SQLException | DataAccessException e) {
            throw failure(purpose, e);
        }
    }

    private <T> T inAutoCommit(String purpose, Call<T> call) {
        try (Connection connection = connection()) {
            try {
                return call.on(new PostgresConnection(connection));
            } catch (SQLException e) {
                if (SqlStates.leavesOutcomeUnknown(SqlStates.of(e))) {
                    throw new OutcomeUnknownException(e);
                }
                throw e;
            }
        } catch (SQLException e) {
            throw failure(purpose, e);
        }
    }

    private Connection connection() throws SQLException {
        if (closed) {
            throw new SQLException("The history is closed.");
        }
        return pool.getConnection();
    }

    private static StorageException failure(String purpose, Exception e) {
        SQLException cause = SqlStates.exception(e);
        String message = cause == null ? e.getMessage() : cause.getMessage();
        return new StorageException(
                "Could not " + purpose + ": " + message, SqlStates.of(e).equals(SqlStates.DISK_FULL), e);
    }

    /** Waits for what was submitted before, up to a time, and fails what is submitted later. */
    void close(Duration timeout) {
        CompletableFuture<?> all = CompletableFuture.allOf(submitted.values().toArray(CompletableFuture<?>[]::new));
        try {
            all.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException ignored) {
            // Each caller gets the failure of its own stage.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closed = true;
    }
}
