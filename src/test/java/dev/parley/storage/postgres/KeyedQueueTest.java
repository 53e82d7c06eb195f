package dev.parley.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class KeyedQueueTest {

    private final KeyedQueue queue = new KeyedQueue();
    private final List<String> begun = new ArrayList<>();

    @Test
    void workOfOneKeyRunsInOrderAndOtherKeysDoNotWait() {
        CompletableFuture<String> first = new CompletableFuture<>();
        CompletionStage<String> one = queue.submit("a", () -> begin("one", first));
        CompletionStage<String> two = queue.submit("a", () -> begin("two", CompletableFuture.completedFuture("2")));
        queue.submit("b", () -> begin("other", CompletableFuture.completedFuture("3")));

        assertThat(begun).containsExactly("one", "other");
        assertThat(two.toCompletableFuture()).isNotDone();

        two.thenRun(() -> assertThat(one.toCompletableFuture()).isDone());
        first.complete("1");

        assertThat(begun).containsExactly("one", "other", "two");
        assertThat(two.toCompletableFuture()).isCompletedWithValue("2");
    }

    @Test
    void failedWorkDoesNotStopTheNext() {
        CompletionStage<String> failed =
                queue.submit("a", () -> CompletableFuture.failedFuture(new IllegalStateException("broken")));
        CompletionStage<String> next = queue.submit("a", () -> CompletableFuture.completedFuture("2"));

        assertThat(failed.toCompletableFuture()).isCompletedExceptionally();
        assertThat(next.toCompletableFuture()).isCompletedWithValue("2");
    }

    private CompletionStage<String> begin(String name, CompletableFuture<String> result) {
        begun.add(name);
        return result;
    }
}
