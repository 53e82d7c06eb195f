package dev.parley.client.session;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The thread that runs all tasks of the client, in order of submission. Thread-safe. */
public final class ClientEventLoop implements Executor, ClientTimer {

    private final ScheduledThreadPoolExecutor thread;
    private final Consumer<Throwable> bug;

    /** @param bug receives failures of tasks, after which the thread continues */
    public ClientEventLoop(Consumer<Throwable> bug) {
        this.bug = bug;
        thread = new ScheduledThreadPoolExecutor(1, ClientEventLoop::daemon) {
            @Override
            protected void afterExecute(Runnable task, @Nullable Throwable thrown) {
                if (task instanceof Future<?> done && done.isDone()) {
                    failure(done, bug);
                }
            }
        };
        thread.setRemoveOnCancelPolicy(true);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "parley-client-loop");
        thread.setDaemon(true);
        return thread;
    }

    private static void failure(Future<?> done, Consumer<Throwable> bug) {
        try {
            done.get();
        } catch (ExecutionException e) {
            bug.accept(e);
        } catch (InterruptedException | CancellationException ignored) {
            // The task has not failed.
        }
    }

    /** Runs a task after all that were submitted before. */
    @Override
    public void execute(Runnable task) {
        thread.execute(task);
    }

    @Override
    public Runnable schedule(Duration wait, Runnable task) {
        ScheduledFuture<?> timer = thread.schedule(task, wait.toNanos(), TimeUnit.NANOSECONDS);
        return () -> timer.cancel(false);
    }

    /**
     * Runs {@code task} repeatedly, with {@code pause} before each run. A failure is reported, and the next run follows all
     * the same.
     *
     * @return cancels the task when it is run
     */
    public Runnable every(Duration pause, Runnable task) {
        ScheduledFuture<?> timer = thread.scheduleWithFixedDelay(
                () -> runReported(task), pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
        return () -> timer.cancel(false);
    }

    private void runReported(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            // Also an Error: the executor would cancel the runs to come.
            bug.accept(e);
        }
    }
}
