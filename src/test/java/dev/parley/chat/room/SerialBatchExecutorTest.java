package dev.parley.chat.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SerialBatchExecutorTest {

    private final ManualExecutor executor = new ManualExecutor();
    private final ManualScheduler scheduler = new ManualScheduler();
    private final List<List<String>> batches = new ArrayList<>();

    @Test
    void batchContainsAllPendingElements() {
        SerialBatchExecutor<String> serialBatchExecutor = serialBatchExecutor(Duration.ZERO);
        serialBatchExecutor.submit("a");
        serialBatchExecutor.submit("b");
        executor.runNext();
        serialBatchExecutor.submit("c");
        executor.runNext();
        assertThat(batches).containsExactly(List.of("a", "b"), List.of("c"));
    }

    @Test
    void firstBatchRunsAtOnceAndTheNextWaitsForThePace() {
        SerialBatchExecutor<String> serialBatchExecutor = serialBatchExecutor(Duration.ofHours(1));
        serialBatchExecutor.submit("a");
        assertThat(executor.runNext()).isTrue();
        serialBatchExecutor.submit("b");
        serialBatchExecutor.submit("c");
        assertThat(executor.runNext()).isFalse();
        scheduler.advanceTime(Duration.ofHours(1));
        assertThat(executor.runNext()).isTrue();
        assertThat(batches).containsExactly(List.of("a"), List.of("b", "c"));
    }

    @Test
    void nextBatchWaitsTwiceAsLongUnderLoad() {
        SerialBatchExecutor<String> serialBatchExecutor = serialBatchExecutor(Duration.ofHours(1));
        List.of("a", "b", "c", "d").forEach(serialBatchExecutor::submit);
        executor.runNext();
        serialBatchExecutor.submit("e");
        scheduler.advanceTime(Duration.ofMinutes(90));
        assertThat(executor.runNext()).isFalse();
        scheduler.advanceTime(Duration.ofMinutes(30));
        assertThat(executor.runNext()).isTrue();
    }

    @Test
    void failedBatchDoesNotBlockTheNext() {
        SerialBatchExecutor<String> serialBatchExecutor =
                new SerialBatchExecutor<>(executor, scheduler, Duration.ZERO, works -> {
                    batches.add(works);
                    throw new IllegalStateException("planted");
                });
        serialBatchExecutor.submit("a");
        executor.runNext();
        serialBatchExecutor.submit("b");
        executor.runNext();
        assertThat(batches).containsExactly(List.of("a"), List.of("b"));
    }

    @Test
    void nextBatchBeginsWhenTheStageOfTheOneBeforeHasCompleted() {
        CompletableFuture<Integer> stored = new CompletableFuture<>();
        SerialBatchExecutor<String> serialBatchExecutor =
                new SerialBatchExecutor<>(executor, scheduler, Duration.ZERO, works -> {
                    batches.add(works);
                    return stored;
                });
        serialBatchExecutor.submit("a");
        executor.runNext();
        serialBatchExecutor.submit("b");
        assertThat(executor.runNext()).isFalse();

        stored.complete(1);
        assertThat(executor.runNext()).isTrue();

        assertThat(batches).containsExactly(List.of("a"), List.of("b"));
    }

    @Test
    void paceIsCountedFromTheStartOfABatchThatCompletesLater() {
        CompletableFuture<Integer> stored = new CompletableFuture<>();
        SerialBatchExecutor<String> serialBatchExecutor =
                new SerialBatchExecutor<>(executor, scheduler, Duration.ofHours(1), works -> stored);
        serialBatchExecutor.submit("a");
        executor.runNext();
        serialBatchExecutor.submit("b");
        stored.complete(1);

        assertThat(executor.runNext()).isFalse();
        scheduler.advanceTime(Duration.ofHours(1));
        assertThat(executor.runNext()).isTrue();
    }

    @Test
    void failedStageDoesNotBlockTheNextBatch() {
        List<CompletableFuture<Integer>> stages = new ArrayList<>();
        SerialBatchExecutor<String> serialBatchExecutor =
                new SerialBatchExecutor<>(executor, scheduler, Duration.ZERO, works -> {
                    stages.add(new CompletableFuture<>());
                    return stages.get(stages.size() - 1);
                });
        serialBatchExecutor.submit("a");
        executor.runNext();
        serialBatchExecutor.submit("b");
        stages.get(0).completeExceptionally(new IllegalStateException("planted"));
        executor.runNext();

        assertThat(stages).hasSize(2);
    }

    @Test
    void batchContinuesOnTheExecutorAfterAnotherStage() {
        CompletableFuture<String> read = new CompletableFuture<>();
        List<String> parts = new ArrayList<>();
        AtomicReference<SerialBatchExecutor<String>> self = new AtomicReference<>();
        self.set(new SerialBatchExecutor<>(
                executor,
                scheduler,
                Duration.ZERO,
                works -> read.thenApplyAsync(
                        value -> {
                            self.get().assertOnExecutor();
                            parts.add(value);
                            return works.size();
                        },
                        self.get()::resume)));
        self.get().submit("a");
        executor.runNext();
        read.complete("read");
        assertThat(parts).isEmpty();

        executor.runNext();
        assertThat(parts).containsExactly("read");
        self.get().submit("b");
        executor.runNext();
        assertThat(parts).as("a complete stage needs no other task").containsExactly("read", "read");
        assertThatThrownBy(self.get()::assertOnExecutor).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void callOutsideTheExecutorIsRejected() {
        SerialBatchExecutor<String> serialBatchExecutor = serialBatchExecutor(Duration.ZERO);
        assertThatThrownBy(serialBatchExecutor::assertOnExecutor).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void batchesNeverOverlapAndKeepTheOrderOfEachSender() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        AtomicInteger inside = new AtomicInteger();
        List<String> done = Collections.synchronizedList(new ArrayList<>());
        int senders = 4;
        int each = 20_000;
        CountDownLatch all = new CountDownLatch(senders * each);
        try {
            SerialBatchExecutor<String> serialBatchExecutor =
                    new SerialBatchExecutor<>(threads, scheduler, Duration.ZERO, works -> {
                        assertThat(inside.incrementAndGet()).isEqualTo(1);
                        done.addAll(works);
                        inside.decrementAndGet();
                        works.forEach(work -> all.countDown());
                        return CompletableFuture.completedFuture(0);
                    });
            for (int sender = 0; sender < senders; sender++) {
                String prefix = sender + ":";
                new Thread(() -> {
                            for (int i = 0; i < each; i++) {
                                serialBatchExecutor.submit(prefix + i);
                            }
                        })
                        .start();
            }
            assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(serialBatchExecutor.queueDepth()).isZero();
            for (int sender = 0; sender < senders; sender++) {
                String prefix = sender + ":";
                assertThat(done.stream().filter(work -> work.startsWith(prefix)))
                        .hasSize(each)
                        .isSortedAccordingTo((a, b) -> Integer.compare(number(a), number(b)));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static int number(String work) {
        return Integer.parseInt(work.substring(2));
    }

    private SerialBatchExecutor<String> serialBatchExecutor(Duration pace) {
        return new SerialBatchExecutor<>(executor, scheduler, pace, works -> {
            batches.add(works);
            return CompletableFuture.completedFuture(works.size());
        });
    }
}
