package dev.parley.chat.room;

import java.time.Duration;

/** Runs tasks later, on a thread that no task may block. Thread-safe. */
public interface Scheduler {

    /** Runs {@code task} once, after {@code delay}. */
    Task schedule(Duration delay, Runnable task);

    /**
     * Runs {@code task} repeatedly, with {@code delay} before each run. A failure of the task is logged, and the next
     * run follows all the same.
     */
    default Task scheduleWithFixedDelay(Duration delay, Runnable task) {
        PeriodicTask periodic = new PeriodicTask(this, delay, task);
        periodic.scheduleNext();
        return periodic;
    }

    /** A scheduled task. */
    interface Task {

        /** Prevents all runs that have not begun. */
        void cancel();
    }
}
