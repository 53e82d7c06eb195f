package dev.parley.websocket;

/** When a session began and when it was last heard of, in {@link System#nanoTime()}. Safe from any thread. */
final class Liveness {

    private final long since;
    private volatile long heard;
    private volatile boolean asked;

    Liveness(long now) {
        this.since = now;
        this.heard = now;
    }

    /** When it began. */
    long since() {
        return since;
    }

    /** It has said something; any bytes count. */
    void heard(long now) {
        heard = now;
        asked = false;
    }

    /** Whether it has said nothing for so long. */
    boolean isSilentFor(long nanoseconds, long now) {
        return now - heard >= nanoseconds;
    }

    /** Notes that it was asked to say something; false if it was asked already, since it last did. */
    boolean ask() {
        boolean first = !asked;
        asked = true;
        return first;
    }
}
