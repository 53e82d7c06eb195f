package dev.parley.client.session;

import java.time.Duration;

/** Runs tasks later on the event loop. */
@FunctionalInterface
public interface ClientTimer {

    /**
     * Runs a task once, after a time.
     *
     * @return cancels the task if it has not run
     */
    Runnable schedule(Duration wait, Runnable task);
}
