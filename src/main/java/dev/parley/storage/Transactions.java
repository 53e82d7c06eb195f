package dev.parley.storage;

import dev.parley.chat.room.StorageException;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/** Runs transactions on a database. Thread-safe; no method blocks. */
public interface Transactions {

    /** The work of one transaction. */
    interface Work<T> {
        /** Runs on a thread that may block. */
        T on(SqlConnection connection) throws SQLException;
    }

    /**
     * Runs work in a transaction.
     *
     * @param purpose the purpose, to follow after "Could not"
     * @return completes when the transaction is on disk; fails with a {@link StorageException}, or with a {@link
     *     RejectedExecutionException} if the queue is full
     */
    <T> CompletionStage<T> submit(String purpose, Work<T> work);

    /**
     * Repeats a deletion, each time in its own transaction, until nothing is left to delete. Other work runs in between.
     *
     * @param size the number of rows that one transaction deletes if there are enough
     * @param slice deletes rows, and returns their number
     * @return completes after the last slice
     */
    default CompletionStage<Integer> submitSlices(String purpose, int size, Work<Integer> slice) {
        return submit(purpose, slice)
                .thenCompose(deleted -> deleted == size
                        ? submitSlices(purpose, size, slice)
                        : CompletableFuture.completedFuture(deleted));
    }
}
