package dev.parley.chat.session;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Calls a store one after the other, so that what is read is no older than what was written before. Thread-safe. */
final class CallOrder {

    private final AtomicReference<CompletableFuture<?>> lastCall =
            new AtomicReference<>(CompletableFuture.completedFuture(null));

    /** Calls the store after all earlier calls have completed. */
    <T> CompletionStage<T> run(Supplier<CompletionStage<T>> call) {
        CompletableFuture<Void> completed = new CompletableFuture<>();
        return lastCall.getAndSet(completed)
                .thenCompose(before -> call.get())
                .whenComplete((result, failure) -> completed.complete(null));
    }
}
