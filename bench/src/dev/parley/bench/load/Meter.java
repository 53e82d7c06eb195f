package dev.parley.bench.load;

/** What is read at the beginning and at the end of the measured time. */
public interface Meter {

    /** CPU time of the server so far, in microseconds. */
    long serverMicros();

    /** CPU time of this process so far, in microseconds. */
    long ownMicros();
}
