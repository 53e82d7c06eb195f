package dev.parley.bench.load;

import java.util.concurrent.TimeUnit;

/**
 * A constant send rate and its duration.
 *
 * @param messagesPerSecond the rate of all senders together
 * @param warmupSeconds the time before the measured time
 * @param seconds the measured time
 */
public record LoadProfile(double messagesPerSecond, double warmupSeconds, double seconds) {

    /** Returns the number of messages, including the warm-up; at least 1. */
    int messages() {
        return (int) Math.max(1, Math.round(messagesPerSecond * (warmupSeconds + seconds)));
    }

    /** Returns the number of messages of the warm-up. */
    int warmupMessages() {
        return (int) Math.round(messagesPerSecond * warmupSeconds);
    }

    /** Returns the time between two messages in nanoseconds. */
    double intervalNanos() {
        return TimeUnit.SECONDS.toNanos(1) / messagesPerSecond;
    }
}
