package dev.parley.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PeriodicTaskTest {

    private final ManualScheduler scheduler = new ManualScheduler();
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void taskRunsAgainAfterAnException() {
        scheduler.scheduleWithFixedDelay(Duration.ofSeconds(1), () -> {
            runs.incrementAndGet();
            throw new IllegalStateException("planted");
        });

        scheduler.advanceTime(Duration.ofSeconds(3));

        assertThat(runs).hasValue(3);
    }

    @Test
    void taskRunsAgainAfterAnError() {
        scheduler.scheduleWithFixedDelay(Duration.ofSeconds(1), () -> {
            runs.incrementAndGet();
            throw new LinkageError("planted");
        });

        scheduler.advanceTime(Duration.ofSeconds(3));

        assertThat(runs).hasValue(3);
    }

    @Test
    void cancelledTaskRunsNoMore() {
        Scheduler.Task task = scheduler.scheduleWithFixedDelay(Duration.ofSeconds(1), runs::incrementAndGet);
        scheduler.advanceTime(Duration.ofSeconds(1));

        task.cancel();
        scheduler.advanceTime(Duration.ofSeconds(5));

        assertThat(runs).hasValue(1);
    }
}
