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

/** The one thread on which everything is decided, in the order it was handed in. Safe from any thread. */
public final class ClientEventLoop implements Executor, ClientTimer {

    private final ScheduledThreadPoolExecutor thread;

    /**
     * @param bug is told what failed on the thread, which goes on
     */
    public ClientEventLoop(Consumer<Throwable> bug) {
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
        Thread thread = new Thread(task, "turns");
        thread.setDaemon(true);
        return thread;
    }

    private static void failure(Future<?> done, Consumer<Throwable> bug) {
        try {
            done.get();
        } catch (ExecutionException e) {
            bug.accept(e);
        } catch (InterruptedException | CancellationException ignored) {
            // Nothing has failed.
        }
    }

    /** Does this as soon as all that was handed in before is done. */
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
     * Does this again and again.
     *
     * @return what ends it
     */
    public Runnable every(Duration pause, Runnable task) {
        ScheduledFuture<?> timer =
                thread.scheduleWithFixedDelay(task, pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
        return () -> timer.cancel(false);
    }
}
