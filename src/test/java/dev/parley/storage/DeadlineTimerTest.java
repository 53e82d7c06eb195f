package dev.parley.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DeadlineTimerTest {

    private static final Duration LIMIT = Duration.ofMillis(40);

    private final DeadlineTimer timer = new DeadlineTimer(LIMIT);

    private CompletableFuture<Void> add() {
        CompletableFuture<Void> future = new CompletableFuture<>();
        timer.add(future);
        return future;
    }

    private static void awaitTimeout(CompletableFuture<Void> future) {
        assertThatThrownBy(() -> future.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void futureFailsAfterTheTimeAndNotBefore() {
        long began = System.nanoTime();

        awaitTimeout(add());

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(LIMIT);
    }

    @Test
    void completeFutureInFrontDelaysNoOther() {
        CompletableFuture<Void> complete = add();
        complete.complete(null);

        awaitTimeout(add());

        assertThat(complete).isCompleted();
    }

    @Test
    void futuresOfManyThreadsAllFail() {
        List<CompletableFuture<Void>> futures =
                IntStream.range(0, 10_000).parallel().mapToObj(i -> add()).toList();

        futures.forEach(DeadlineTimerTest::awaitTimeout);
    }

    @Test
    void timerThatWasIdleStartsAgain() {
        awaitTimeout(add());

        awaitTimeout(add());
        awaitTimeout(add());
    }
}
