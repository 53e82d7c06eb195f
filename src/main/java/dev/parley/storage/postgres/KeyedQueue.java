package dev.parley.storage.postgres;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Runs asynchronous work of one key one after another, in the order in which it is submitted; the result of one completes before
 * the next one begins. Work of different keys runs at the same time. Thread-safe; does not block.
 */
final class KeyedQueue {

    /** The work that waits, for each key whose work runs. */
    private final Map<String, Queue<Runnable>> waiting = new HashMap<>(); // guarded by this

    /** Runs work after the other work of the key. */
    <T> CompletionStage<T> submit(String key, Supplier<CompletionStage<T>> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable start = () -> begin(work).whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(failure);
            }
            startNext(key);
        });
        synchronized (this) {
            Queue<Runnable> others = waiting.get(key);
            if (others != null) {
                others.add(start);
                return result;
            }
            waiting.put(key, new ArrayDeque<>());
        }
        start.run();
        return result;
    }

    private static <T> CompletionStage<T> begin(Supplier<CompletionStage<T>> work) {
        try {
            return work.get();
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e); // so that the key is not blocked
        }
    }

    private void startNext(String key) {
        Runnable next;
        synchronized (this) {
            Queue<Runnable> others = waiting.get(key);
            next = others == null ? null : others.poll();
            if (next == null) {
                waiting.remove(key);
            }
        }
        if (next != null) {
            next.run();
        }
    }
}
