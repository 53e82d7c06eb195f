package dev.parley.storage.postgres;

import dev.parley.chat.room.MessageHistory.AppendedDraft;
import dev.parley.chat.room.StorageException;
import dev.parley.storage.CommitDeadline;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs an append until its outcome is known. A failure with which the database has certainly stored nothing is reported at
 * once. After a broken connection the batch may be stored, so that a refusal could be wrong: the call is repeated. Thread-safe;
 * does not block.
 */
final class RepeatedAppend {

    private static final Logger LOG = LoggerFactory.getLogger(RepeatedAppend.class);

    private static final int PAUSE_MILLIS = 250;

    private final PostgresTransactions transactions;
    private final Executor later;
    private volatile boolean closed;

    /**
     * Creates an instance.
     *
     * @param executor runs the repetitions
     */
    RepeatedAppend(PostgresTransactions transactions, Executor executor) {
        this.transactions = transactions;
        this.later = CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS, executor);
    }

    /**
     * Runs the append. Fails if nothing was stored, or if the history was closed before the outcome was known.
     *
     * @param deadline ends when the call is sent for the first time
     */
    CompletionStage<List<AppendedDraft>> run(AppendCall call, CommitDeadline deadline) {
        return run(call, deadline, false);
    }

    private CompletionStage<List<AppendedDraft>> run(AppendCall call, CommitDeadline deadline, boolean repeated) {
        return transactions
                .call(call.purpose(), connection -> {
                    deadline.requireCommit();
                    return call.run(connection);
                })
                .handle((result, failure) -> failure == null
                        ? CompletableFuture.completedFuture(result)
                        : afterFailure(call, deadline, repeated, failure))
                .thenCompose(Function.identity());
    }

    private CompletionStage<List<AppendedDraft>> afterFailure(
            AppendCall call, CommitDeadline deadline, boolean repeated, Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        boolean unknown = repeated || cause instanceof OutcomeUnknownException;
        if (!unknown || SqlStates.of(cause).equals(SqlStates.FENCED)) {
            return CompletableFuture.failedFuture(cause);
        }
        if (closed) {
            return CompletableFuture.failedFuture(new StorageException(
                    "Could not " + call.purpose() + ": the server stopped before the result arrived", false, cause));
        }
        if (!repeated) {
            LOG.debug("The outcome of an append is unknown; it is asked for again.", cause);
        }
        return CompletableFuture.supplyAsync(() -> run(call, deadline, true), later)
                .thenCompose(Function.identity());
    }

    /** Ends the repetitions. */
    void close() {
        closed = true;
    }
}
