package dev.parley.tcp;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the tasks of one connection on its event loop. */
final class LoopTasks {

    private static final Logger LOG = LoggerFactory.getLogger(LoopTasks.class);

    private final EventLoop loop;
    private final Consumer<RuntimeException> onFailure;

    /**
     * Creates the tasks of a connection.
     *
     * @param onFailure receives the exception of a scheduled task
     */
    LoopTasks(EventLoop loop, Consumer<RuntimeException> onFailure) {
        this.loop = loop;
        this.onFailure = onFailure;
    }

    /** Runs a task after this time. */
    ScheduledFuture<?> schedule(Duration time, Runnable task) {
        Runnable guarded = () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                onFailure.accept(e);
            }
        };
        return loop.schedule(guarded, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Runs a task later, in call order. Safe from any thread.
     *
     * @return false if the event loop has stopped
     */
    boolean tryExecute(Runnable task) {
        try {
            loop.execute(task);
            return true;
        } catch (RejectedExecutionException ignored) {
            LOG.trace("The TCP server has stopped; a task of a connection is dropped.");
            return false;
        }
    }
}
