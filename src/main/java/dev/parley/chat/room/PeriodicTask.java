package dev.parley.chat.room;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A task that schedules itself again after each run, whether or not the run failed. Thread-safe. */
final class PeriodicTask implements Scheduler.Task {

    private static final Logger LOG = LoggerFactory.getLogger(PeriodicTask.class);

    private final Scheduler scheduler;
    private final Duration delay;
    private final Runnable task;
    private volatile boolean cancelled;

    PeriodicTask(Scheduler scheduler, Duration delay, Runnable task) {
        this.scheduler = scheduler;
        this.delay = delay;
        this.task = task;
    }

    void scheduleNext() {
        scheduler.schedule(delay, this::run);
    }

    private void run() {
        if (cancelled) {
            return;
        }
        try {
            task.run();
        } catch (Throwable e) {
            // Also an Error: the executor would keep it in a future that nothing reads.
            LOG.error("A periodic task failed; it runs again in {}.", delay, e);
        }
        scheduleNext();
    }

    @Override
    public void cancel() {
        cancelled = true;
    }
}
