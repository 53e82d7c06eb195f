package dev.parley.websocket;

/** When a session began and when it was last heard of, in {@link System#nanoTime()}. Safe from any thread. */
final class ActivityTracker {

    private final long since;
    private volatile long lastReceived;
    private volatile boolean asked;

    ActivityTracker(long now) {
        this.since = now;
        this.lastReceived = now;
    }

    /** When it began. */
    long since() {
        return since;
    }

    /** It has said something; any bytes count. */
    void onReceived(long now) {
        lastReceived = now;
        asked = false;
    }

    /** Whether it has said nothing for so long. */
    boolean isSilentFor(long nanoseconds, long now) {
        return now - lastReceived >= nanoseconds;
    }

    /** Notes that it was asked to say something; false if it was asked already, since it last did. */
    boolean markPinged() {
        boolean first = !asked;
        asked = true;
        return first;
    }
}
