package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Checks that the last task runs after all pending results. */
class PendingResultsTest {

    private final List<String> calls = new ArrayList<>();
    private final PendingResults pendingResults = new PendingResults(failure -> calls.add("failed"));

    @Test
    void lastTaskRunsAfterTheLastResult() {
        CompletableFuture<String> first = new CompletableFuture<>();
        CompletableFuture<String> second = new CompletableFuture<>();
        pendingResults.await(first, calls::add);
        pendingResults.await(second, calls::add);

        pendingResults.whenDrained(() -> calls.add("drained"));
        second.complete("second");
        first.complete("first");

        assertThat(calls).containsExactly("second", "first", "drained");
    }

    @Test
    void lastTaskRunsOnceEvenIfAnotherResultFollows() {
        pendingResults.whenDrained(() -> calls.add("drained"));

        pendingResults.await(CompletableFuture.completedFuture("late"), calls::add);

        assertThat(calls).containsExactly("drained", "late");
    }

    @Test
    void failedRequestCountsAsCompleted() {
        pendingResults.await(CompletableFuture.<String>failedFuture(new IllegalStateException("planted")), calls::add);

        pendingResults.whenDrained(() -> calls.add("drained"));

        assertThat(calls).containsExactly("failed", "drained");
    }
}
