package dev.parley.storage.postgres;

import java.time.Duration;

/** Lets the thread of a connection wait until a time has passed, or it is woken or closed. Thread-safe. */
final class Pause {

    /** The time between two attempts to connect. */
    static final Duration RETRY = Duration.ofMillis(250);

    private boolean woken; // guarded by this
    private boolean closed; // guarded by this

    /** Blocks for a time, unless the thread was woken since the last call. */
    synchronized void await(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toMillis(); !closed && !woken && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            try {
                wait(left);
            } catch (InterruptedException ignored) {
                // Only close() ends the thread.
            }
        }
        woken = false;
    }

    /** Ends the present wait, or the next one. */
    synchronized void wake() {
        woken = true;
        notifyAll();
    }

    /** Ends all waits. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized boolean isClosed() {
        return closed;
    }
}
