package dev.parley.storage.postgres;

import dev.parley.chat.room.StorageException;
import dev.parley.storage.Transactions;
import java.sql.Connection;
import java.sql.ResultSet;
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
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/**
 * Runs transactions on the connections of a pool, as many at the same time as the executor has threads. Transactions that
 * were submitted one after another may take effect in another order; {@link KeyedQueue} orders those that must not.
 *
 * <p>If the connection fails during a commit, the stage completes when PostgreSQL has reported whether the transaction is
 * committed.
 */
final class PostgresTransactions implements Transactions {

    private static final int PAUSE_MILLIS = 250;

    /** On another timeline the id may be that of another transaction. */
    private static final String STATUS = "SELECT CASE WHEN split_part(?, ':', 1)"
            + " = ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::int::text"
            + " THEN pg_xact_status(split_part(?, ':', 2)::xid8) ELSE 'lost' END";

    /** Longer than a connection waits for an answer before it is closed, so that no client receives a wrong refusal. */
    private static final int UNKNOWN_SECONDS = 8;

    private final DataSource pool;
    private final Executor executor;
    private final Executor later;
    private final Beginning beginning;
    private final Map<Object, CompletableFuture<?>> submitted = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** Runs the first statement of a transaction. */
    interface Beginning {
        /**
         * Checks that this server may run the transaction.
         *
         * @return the id of the transaction; null if it only reads
         */
        @Nullable
        String begin(PostgresConnection connection) throws SQLException;
    }

    /** Work that uses what only PostgreSQL has. */
    interface Call<T> {
        T on(PostgresConnection connection) throws SQLException;
    }

    PostgresTransactions(DataSource pool, Executor executor, Beginning beginning) {
        this.pool = pool;
        this.executor = executor;
        this.later = CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS, executor);
        this.beginning = beginning;
    }

    @Override
    public <T> CompletionStage<T> submit(String purpose, Work<T> work) {
        return execute(() -> inTransaction(purpose, work))
                .thenCompose(ended -> ended.uncertain() == null
                        ? CompletableFuture.completedFuture(ended.value())
                        : resolve(purpose, ended.value(), ended.uncertain()));
    }

    /**
     * Runs a single statement, which is its own transaction and needs one round trip. The stage fails with an {@link
     * OutcomeUnknownException} if the statement may have taken effect, and with a {@link StorageException} if it has not.
     */
    <T> CompletionStage<T> call(String purpose, Call<T> call) {
        return execute(() -> inAutoCommit(purpose, call));
    }

    private <T> CompletableFuture<T> execute(Supplier<T> task) {
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

    /** The id of a transaction whose commit was interrupted, and the failure. */
    private record Uncertain(String id, SQLException failure) {}

    /** A transaction that has ended. */
    private record Ended<T>(T value, @Nullable Uncertain uncertain) {}

    private <T> Ended<T> inTransaction(String purpose, Work<T> work) {
        try (Connection connection = connection()) {
            connection.setAutoCommit(false); // the pool sets it again, and rolls back
            PostgresConnection here = new PostgresConnection(connection);
            String id = beginning.begin(here);
            T value = work.on(here);
            try {
                connection.commit();
                return new Ended<>(value, null);
            } catch (SQLException e) {
                if (id != null && SqlStates.leavesOutcomeUnknown(SqlStates.of(e))) {
                    return new Ended<>(value, new Uncertain(id, e));
                }
                throw e;
            }
        } catch (SQLException | DataAccessException e) {
            throw failure(purpose, e);
        }
    }

    /** Completes with the value if the transaction is committed. Asks until that is known. */
    private <T> CompletionStage<T> resolve(String purpose, T value, Uncertain uncertain) {
        if (closed) {
            return CompletableFuture.failedFuture(failure(purpose, uncertain.failure()));
        }
        return CompletableFuture.runAsync(() -> {}, later)
                .thenCompose(paused -> execute(() -> status(purpose, uncertain.id())))
                .handle((status, failure) -> switch (failure == null ? status : "") {
                    case "committed" -> CompletableFuture.completedFuture(value);
                    case "lost" ->
                        CompletableFuture.<T>supplyAsync(
                                () -> {
                                    throw failure(purpose, uncertain.failure());
                                },
                                CompletableFuture.delayedExecutor(UNKNOWN_SECONDS, TimeUnit.SECONDS));
                    case "aborted" -> CompletableFuture.<T>failedFuture(failure(purpose, uncertain.failure()));
                    default -> resolve(purpose, value, uncertain);
                })
                .thenCompose(Function.identity());
    }

    private String status(String purpose, String id) {
        return inAutoCommit(purpose, connection -> {
            try (ResultSet row = connection.query(STATUS, id, id)) {
                row.next();
                return String.valueOf(row.getString(1));
            }
        });
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
