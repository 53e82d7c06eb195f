package dev.parley.client.session;

import java.time.Duration;

/** Does things later, on the session's thread. */
@FunctionalInterface
public interface ClientTimer {

    /**
     * Does this once, when so much time has passed.
     *
     * @return what takes it back; does nothing when it has been done
     */
    Runnable schedule(Duration wait, Runnable task);
}
