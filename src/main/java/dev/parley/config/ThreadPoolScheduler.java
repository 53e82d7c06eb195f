package dev.parley.config;

import dev.parley.chat.room.Scheduler;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A scheduler on one daemon thread, {@code parley-timer}. */
final class ThreadPoolScheduler implements Scheduler, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ThreadPoolScheduler.class);

    private final ScheduledThreadPoolExecutor clockwork =
            new ScheduledThreadPoolExecutor(1, ThreadPoolScheduler::daemon, new ThreadPoolExecutor.DiscardPolicy());

    ThreadPoolScheduler() {
        clockwork.setRemoveOnCancelPolicy(true);
        clockwork.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "parley-timer");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public Task schedule(Duration delay, Runnable task) {
        ScheduledFuture<?> set = clockwork.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> set.cancel(false);
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            // Errors are caught too: the executor would keep them in a future that no code reads.
            LOG.error("A scheduled task failed.", e);
        }
    }

    /** Drops all tasks that are not due yet. */
    @Override
    public void close() {
        clockwork.shutdownNow();
    }
}
