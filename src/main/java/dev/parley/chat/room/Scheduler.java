package dev.parley.chat.room;

import java.time.Duration;

/** Port: things to be done later, such as freeing a name that is held for somebody who was cut off. */
public interface Scheduler {

    /** Runs {@code task} once after {@code delay}, on a thread that it must not block. */
    Task schedule(Duration delay, Runnable task);

    /** One thing to be done later. */
    interface Task {

        /** Does not do it, if it has not been done yet; else nothing. */
        void cancel();
    }
}
