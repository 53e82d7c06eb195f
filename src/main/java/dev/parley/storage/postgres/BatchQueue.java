package dev.parley.storage.postgres;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Collects items while a batch is under way, and runs them as the next one. Thread-safe; does not block. */
final class BatchQueue<T> {

    private final int most;
    private final Function<List<T>, CompletionStage<?>> runner;
    private final Deque<T> waiting = new ArrayDeque<>(); // guarded by this
    private boolean running; // guarded by this

    /**
     * Creates an empty queue.
     *
     * @param most the most items of a batch
     * @param runner runs a batch; the next one follows when its stage has completed, also if it failed
     */
    BatchQueue(int most, Function<List<T>, CompletionStage<?>> runner) {
        this.most = most;
        this.runner = runner;
    }

    /** Adds an item. */
    void add(T item) {
        synchronized (this) {
            waiting.add(item);
        }
        runNext();
    }

    /** Adds items before the others that wait. They run with the next item, or with {@link #runNext}. */
    synchronized void putBack(Collection<T> items) {
        Deque<T> reversed = new ArrayDeque<>();
        items.forEach(reversed::push);
        reversed.forEach(waiting::push);
    }

    /** Runs the items that wait, unless a batch is under way. */
    void runNext() {
        List<T> batch = new ArrayList<>();
        synchronized (this) {
            while (!running && !waiting.isEmpty() && batch.size() < most) {
                batch.add(waiting.remove());
            }
            if (batch.isEmpty()) {
                return;
            }
            running = true;
        }
        runner.apply(batch).whenComplete((done, failure) -> {
            synchronized (this) {
                running = false;
            }
            runNext();
        });
    }
}
