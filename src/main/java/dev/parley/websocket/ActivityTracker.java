package dev.parley.websocket;

/** The times at which a session began and last received, in {@link System#nanoTime()}. Thread-safe. */
final class ActivityTracker {

    private final long since;
    private volatile long lastReceived;
    private volatile boolean polled;

    ActivityTracker(long now) {
        this.since = now;
        this.lastReceived = now;
    }

    /** Returns the time at which the session began. */
    long since() {
        return since;
    }

    /** Records that bytes were received. */
    void onReceived(long now) {
        lastReceived = now;
        polled = false;
    }

    /** Returns whether nothing was received for a duration. */
    boolean isSilentFor(long nanoseconds, long now) {
        return now - lastReceived >= nanoseconds;
    }

    /** Records a ping; returns false if one was recorded since the last receipt. */
    boolean markPinged() {
        boolean first = !polled;
        polled = true;
        return first;
    }
}
