package dev.parley.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LaneTest {

    private final Tasks tasks = new Tasks();
    private final ManualAlarms alarms = new ManualAlarms();
    private final List<List<String>> rounds = new ArrayList<>();

    @Test
    void whateverWaitsWhenARoundBeginsIsThatRound() {
        Lane<String> lane = lane(Duration.ZERO);
        lane.submit("a");
        lane.submit("b");
        tasks.runOne();
        lane.submit("c");
        tasks.runOne();
        assertThat(rounds).containsExactly(List.of("a", "b"), List.of("c"));
    }

    @Test
    void theFirstGoesAtOnceAndTheNextWaitForThePace() {
        Lane<String> lane = lane(Duration.ofHours(1));
        lane.submit("a");
        assertThat(tasks.runOne()).isTrue();
        lane.submit("b");
        lane.submit("c");
        assertThat(tasks.runOne()).isFalse();
        alarms.pass(Duration.ofHours(1));
        assertThat(tasks.runOne()).isTrue();
        assertThat(rounds).containsExactly(List.of("a"), List.of("b", "c"));
    }

    @Test
    void underLoadTheNextWaitTwiceAsLong() {
        Lane<String> lane = lane(Duration.ofHours(1));
        List.of("a", "b", "c", "d").forEach(lane::submit);
        tasks.runOne();
        lane.submit("e");
        alarms.pass(Duration.ofMinutes(90));
        assertThat(tasks.runOne()).isFalse();
        alarms.pass(Duration.ofMinutes(30));
        assertThat(tasks.runOne()).isTrue();
    }

    @Test
    void aRoundThatFailsHoldsUpNothing() {
        Lane<String> lane = new Lane<>(tasks, alarms, Duration.ZERO, works -> {
            rounds.add(works);
            throw new IllegalStateException("planted");
        });
        lane.submit("a");
        tasks.runOne();
        lane.submit("b");
        tasks.runOne();
        assertThat(rounds).containsExactly(List.of("a"), List.of("b"));
    }

    @Test
    void whoIsNotOnTheLaneIsTurnedAway() {
        Lane<String> lane = lane(Duration.ZERO);
        assertThatThrownBy(lane::assertHere).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void roundsNeverOverlapAndKeepEachSendersOrder() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        AtomicInteger inside = new AtomicInteger();
        List<String> done = Collections.synchronizedList(new ArrayList<>());
        int senders = 4;
        int each = 20_000;
        CountDownLatch all = new CountDownLatch(senders * each);
        try {
            Lane<String> lane = new Lane<>(threads, alarms, Duration.ZERO, works -> {
                assertThat(inside.incrementAndGet()).isEqualTo(1);
                done.addAll(works);
                inside.decrementAndGet();
                works.forEach(work -> all.countDown());
                return 0;
            });
            for (int sender = 0; sender < senders; sender++) {
                String prefix = sender + ":";
                new Thread(() -> {
                            for (int i = 0; i < each; i++) {
                                lane.submit(prefix + i);
                            }
                        })
                        .start();
            }
            assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(lane.length()).isZero();
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

    private Lane<String> lane(Duration pace) {
        return new Lane<>(tasks, alarms, pace, works -> {
            rounds.add(works);
            return works.size();
        });
    }
}
