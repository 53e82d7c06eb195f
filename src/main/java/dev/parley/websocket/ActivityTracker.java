package dev.parley.websocket;

/** When a session began and when it was last heard of, in {@link System#nanoTime()}. Safe from any thread. */
final class ActivityTracker {

    private final long since;
    private volatile long onReceived;
    private volatile boolean asked;

    ActivityTracker(long now) {
        this.since = now;
        this.onReceived = now;
    }

    /** When it began. */
    long since() {
        return since;
    }

    /** It has said something; any bytes count. */
    void onReceived(long now) {
        onReceived = now;
        asked = false;
    }

    /** Whether it has said nothing for so long. */
    boolean isSilentFor(long nanoseconds, long now) {
        return now - onReceived >= nanoseconds;
    }

    /** Notes that it was asked to say something; false if it was asked already, since it last did. */
    boolean markPinged() {
        boolean first = !asked;
        asked = true;
        return first;
    }
}
