package dev.parley.bridge;

import java.util.concurrent.atomic.LongAdder;

/** How often the terminal port had to send somebody off. Safe from any thread; only ever rises. */
public final class Tally {

    private final LongAdder turnedAway = new LongAdder();
    private final LongAdder tooSlow = new LongAdder();
    private final LongAdder nameless = new LongAdder();
    private final LongAdder malformed = new LongAdder();

    /** Connections not let in, as there were too many. */
    public long turnedAway() {
        return turnedAway.sum();
    }

    /** Connections cut because they took nothing. */
    public long tooSlow() {
        return tooSlow.sum();
    }

    /** Connections that gave no name in time. */
    public long nameless() {
        return nameless.sum();
    }

    /** Connections that sent more than can be read at once. */
    public long malformed() {
        return malformed.sum();
    }

    void countTurnedAway() {
        turnedAway.increment();
    }

    void countTooSlow() {
        tooSlow.increment();
    }

    void countNameless() {
        nameless.increment();
    }

    void countMalformed() {
        malformed.increment();
    }
}
