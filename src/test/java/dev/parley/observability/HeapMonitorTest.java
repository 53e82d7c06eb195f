package dev.parley.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.ManualScheduler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Checks when an exhausted heap ends the process. */
class HeapMonitorTest {

    private final ManualScheduler scheduler = new ManualScheduler();
    private final AtomicInteger exits = new AtomicInteger();
    private long nanos;
    private long collectionMillis;
    private double used;
    private final HeapMonitor monitor = new HeapMonitor(
            scheduler, () -> new HeapMonitor.HeapSample(used, collectionMillis), () -> nanos, exits::incrementAndGet);

    /** Lets seconds pass, each with this time in collections. */
    private void pass(int seconds, long millisInCollections) {
        for (int i = 0; i < seconds; i++) {
            nanos += Duration.ofSeconds(1).toNanos();
            collectionMillis += millisInCollections;
            scheduler.advanceTime(HeapMonitor.PERIOD);
        }
    }

    @Test
    void exhaustedHeapFailsLivenessAndThenEndsTheProcessOnce() {
        used = 0.99;
        pass(4, 950);
        assertThat(monitor.isAlive()).isTrue();

        pass(2, 950);
        assertThat(monitor.isAlive()).isFalse();
        assertThat(exits).hasValue(0);

        pass(30, 950);
        assertThat(exits).hasValue(1);
    }

    @Test
    void fullHeapWithFewCollectionsIsNotExhausted() {
        used = 0.99;

        pass(60, 100);

        assertThat(monitor.isAlive()).isTrue();
        assertThat(exits).hasValue(0);
    }

    @Test
    void busyCollectionsThatFreeMemoryDoNotEndTheProcess() {
        used = 0.5;

        pass(60, 950);

        assertThat(monitor.isAlive()).isTrue();
        assertThat(exits).hasValue(0);
    }

    @Test
    void heapThatRecoversIsAliveAgain() {
        used = 0.99;
        pass(10, 950);
        assertThat(monitor.isAlive()).isFalse();

        used = 0.4;
        pass(1, 100);

        assertThat(monitor.isAlive()).isTrue();
        pass(60, 100);
        assertThat(exits).hasValue(0);
    }
}
