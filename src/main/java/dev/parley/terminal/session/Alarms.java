package dev.parley.terminal.session;

import java.time.Duration;

/** Does things later, on the session's thread. */
@FunctionalInterface
public interface Alarms {

    /**
     * Does this once, when so much time has passed.
     *
     * @return what takes it back; does nothing when it has been done
     */
    Runnable in(Duration wait, Runnable task);
}
