package dev.parley.storage.postgres;

import dev.parley.storage.Transactions;
import java.util.concurrent.CompletionStage;

/** Runs transactions one after another, in the order in which they are submitted. Thread-safe; no method blocks. */
final class OrderedTransactions implements Transactions {

    private static final String KEY = "";

    private final Transactions transactions;
    private final KeyedQueue queue;

    OrderedTransactions(Transactions transactions, KeyedQueue queue) {
        this.transactions = transactions;
        this.queue = queue;
    }

    @Override
    public <T> CompletionStage<T> submit(String purpose, Work<T> work) {
        return queue.submit(KEY, () -> transactions.submit(purpose, work));
    }
}
