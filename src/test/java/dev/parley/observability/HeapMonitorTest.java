package dev.parley.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Checks when an exhausted heap ends the process. */
class HeapMonitorTest {

    private final AtomicInteger exits = new AtomicInteger();
    private long nanos;
    private long collectionMillis;
    private double used;
    private final HeapMonitor monitor = new HeapMonitor(
            () -> new HeapMonitor.HeapSample(used, collectionMillis), () -> nanos, exits::incrementAndGet);

    /** Lets seconds pass, each with this time in collections. */
    private void pass(int seconds, long millisInCollections) {
        for (int i = 0; i < seconds; i++) {
            nanos += Duration.ofSeconds(1).toNanos();
            collectionMillis += millisInCollections;
            monitor.sample();
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
    void heapInWhichNoSampleFitsIsExhausted() {
        AtomicBoolean isFull = new AtomicBoolean();
        HeapMonitor full = new HeapMonitor(
                () -> {
                    if (isFull.get()) {
                        throw new OutOfMemoryError("planted");
                    }
                    return new HeapMonitor.HeapSample(0.5, 0);
                },
                () -> nanos,
                exits::incrementAndGet);
        isFull.set(true);

        for (int i = 0; i < 19; i++) {
            full.sample();
        }
        assertThat(full.isAlive()).isFalse();
        assertThat(exits).hasValue(0);
        full.sample();

        assertThat(exits).hasValue(1);
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
