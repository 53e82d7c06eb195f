package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Checks the order of answers, and when reads are held. */
class PendingRequestsTest {

    private final List<String> calls = new ArrayList<>();
    private final PendingRequests pendingRequests =
            new PendingRequests(Runnable::run, () -> calls.add("released"), failure -> calls.add("failed"));

    private CompletableFuture<String> request() {
        CompletableFuture<String> result = new CompletableFuture<>();
        pendingRequests.answer(result, calls::add);
        return result;
    }

    @Test
    void answersKeepTheOrderOfRequests() {
        CompletableFuture<String> first = request();
        CompletableFuture<String> second = request();
        pendingRequests.answer(() -> calls.add("third"));

        second.complete("second");
        assertThat(calls).isEmpty();
        first.complete("first");

        assertThat(calls).containsExactly("first", "second", "third");
    }

    @Test
    void lastTaskRunsAfterTheLastResult() {
        CompletableFuture<String> first = request();
        CompletableFuture<String> second = request();

        pendingRequests.finish(() -> calls.add("drained"));
        second.complete("second");
        first.complete("first");

        assertThat(calls).containsExactly("first", "second", "drained");
        assertThat(pendingRequests.isFinishing()).isTrue();
    }

    @Test
    void lastTaskRunsOnceEvenIfAnotherRequestFollows() {
        pendingRequests.finish(() -> calls.add("drained"));
        pendingRequests.finish(() -> calls.add("drained again"));

        request().complete("late");

        assertThat(calls).containsExactly("drained", "late");
    }

    @Test
    void failedRequestCountsAsAnswered() {
        request().completeExceptionally(new IllegalStateException("planted"));

        pendingRequests.finish(() -> calls.add("drained"));

        assertThat(calls).containsExactly("failed", "drained");
    }

    @Test
    void answerThatFailsDoesNotPreventTheNext() {
        pendingRequests.answer(() -> {
            throw new IllegalStateException("planted");
        });
        pendingRequests.answer(() -> calls.add("next"));

        assertThat(calls).containsExactly("failed", "next");
    }

    @Test
    void readsAreHeldAtTheLimitAndReleasedAtHalfOfIt() {
        List<CompletableFuture<String>> results = new ArrayList<>();
        for (int i = 1; i < PendingRequests.MAX; i++) {
            results.add(request());
        }
        assertThat(pendingRequests.isHeld()).isFalse();
        results.add(request());
        assertThat(pendingRequests.isHeld()).isTrue();

        for (int i = 1; i < PendingRequests.MAX / 2; i++) {
            results.remove(0).complete("");
        }
        assertThat(pendingRequests.isHeld()).isTrue();
        results.remove(0).complete("");

        assertThat(pendingRequests.isHeld()).isFalse();
        assertThat(calls).last().isEqualTo("released");
    }

    @Test
    void readsAreHeldUntilTheResultButNotUntilEarlierAnswers() {
        CompletableFuture<String> earlier = request();
        CompletableFuture<String> join = new CompletableFuture<>();
        pendingRequests.answerHeld(join, calls::add);
        assertThat(pendingRequests.isHeld()).isTrue();

        join.complete("joined");
        assertThat(pendingRequests.isHeld()).isFalse();
        earlier.complete("earlier");

        assertThat(calls).containsExactly("released", "earlier", "joined");
    }

    @Test
    void exclusiveRequestRunsAfterAllEarlierOnesAndHoldsReads() {
        CompletableFuture<String> earlier = request();
        pendingRequests.runAfterAll(() -> calls.add("unsubscribed"));
        assertThat(pendingRequests.isHeld()).isTrue();

        earlier.complete("earlier");

        assertThat(calls).containsExactly("earlier", "unsubscribed", "released");
        assertThat(pendingRequests.isHeld()).isFalse();
    }

    @Test
    void endOfTheSessionReleasesReads() {
        for (int i = 1; i < PendingRequests.MAX; i++) {
            pendingRequests.answer(new CompletableFuture<String>(), calls::add);
        }
        pendingRequests.finish(() -> calls.add("drained"));

        assertThat(pendingRequests.isHeld()).isFalse();
        assertThat(calls).isEmpty();
    }

    @Test
    void commandStartsAfterAllEarlierRequestsAndHoldsReadsUntilItHasEnded() {
        CompletableFuture<String> earlier = request();
        CompletableFuture<Boolean> command = new CompletableFuture<>();
        pendingRequests.runHeld(() -> {
            calls.add("command");
            return command;
        });
        assertThat(pendingRequests.isHeld()).isTrue();
        assertThat(calls).isEmpty();

        earlier.complete("earlier");

        assertThat(calls).containsExactly("earlier", "command");
        assertThat(pendingRequests.isHeld()).isTrue();
        command.complete(true);
        assertThat(calls).containsExactly("earlier", "command", "released");
        assertThat(pendingRequests.isHeld()).isFalse();
    }

    @Test
    void commandThatFailsReleasesReads() {
        pendingRequests.runHeld(() -> {
            throw new IllegalStateException("planted");
        });

        assertThat(calls).containsExactly("failed", "released");
    }
}
