package dev.parley.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Checks that few calls are made at once, and that the others follow in their order. */
class CallQueueTest {

    private final ManualExecutor executor = new ManualExecutor();
    private final CallQueue queue = new CallQueue(2, executor);
    private final List<CompletableFuture<String>> made = new ArrayList<>();

    private CompletableFuture<String> call() {
        return queue.call(() -> {
                    CompletableFuture<String> call = new CompletableFuture<>();
                    made.add(call);
                    return call;
                })
                .toCompletableFuture();
    }

    @Test
    void thirdCallIsMadeWhenOneHasEnded() {
        CompletableFuture<String> first = call();
        CompletableFuture<String> second = call();
        CompletableFuture<String> third = call();
        assertThat(made).hasSize(2);

        made.get(1).complete("2");
        executor.runNext();

        assertThat(made).hasSize(3);
        made.get(2).complete("3");
        assertThat(first).isNotDone();
        assertThat(second).isCompletedWithValue("2");
        assertThat(third).isCompletedWithValue("3");
    }

    @Test
    void failedCallsMakeRoomForOthers() {
        CompletableFuture<String> first = call();
        CompletableFuture<Object> broken = queue.call(() -> {
                    throw new IllegalStateException("broken");
                })
                .toCompletableFuture();
        CompletableFuture<String> second = call();
        CompletableFuture<String> third = call();
        assertThat(broken).isCompletedExceptionally();
        assertThat(made).hasSize(2);

        made.get(0).completeExceptionally(new IllegalStateException("broken"));
        executor.runNext();

        assertThat(first).isCompletedExceptionally();
        assertThat(made).hasSize(3);
        assertThat(List.of(second, third)).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void stepsAfterACallEndBeforeTheNextCall() {
        List<Integer> madeMeanwhile = new ArrayList<>();
        List<CompletableFuture<Boolean>> calls = IntStream.range(0, 4)
                .mapToObj(i -> call().thenApply(value -> madeMeanwhile.add(made.size())))
                .toList();

        made.get(0).complete("1");
        made.get(1).complete("2");
        executor.runNext();
        executor.runNext();

        assertThat(madeMeanwhile).containsExactly(2, 2);
        assertThat(made).hasSize(4);
        assertThat(calls.get(2)).isNotDone();
    }

    @Test
    void allOf10000WaitingCallsAreMade() {
        List<CompletableFuture<String>> calls =
                IntStream.range(0, 10_000).mapToObj(i -> call()).toList();
        for (int i = 0; i < calls.size(); i++) {
            made.get(i).complete("done");
            executor.runNext();
        }
        assertThat(calls).allSatisfy(call -> assertThat(call).isCompletedWithValue("done"));
    }
}
