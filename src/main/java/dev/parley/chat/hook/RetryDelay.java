package dev.parley.chat.hook;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * The time before the next attempt: 1 second after the first failure, twice as long after each further one, and at most 5
 * minutes, of which a random part of up to one half is left out, so that hooks to one address do not try at the same moment.
 *
 * @param random returns a number from 0 to 1
 */
record RetryDelay(DoubleSupplier random) {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int MOST_DOUBLINGS = 9;

    /** Returns the time after a number of failures, from 1. */
    Duration after(int failures) {
        Duration full = FIRST.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        long millis = Math.min(full.toMillis(), LONGEST.toMillis());
        return Duration.ofMillis(millis - Math.round(millis / 2.0 * random.getAsDouble()));
    }
}
