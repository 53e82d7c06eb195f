package dev.parley.http.api;

import java.util.function.LongSupplier;

/**
 * The time by which streams have heart-beats.
 *
 * @param nanoTime returns the time since any fixed moment, in nanoseconds; thread-safe
 */
record StreamClock(LongSupplier nanoTime) {

    /** The clock of the Java machine. */
    static final StreamClock STANDARD = new StreamClock(System::nanoTime);
}
