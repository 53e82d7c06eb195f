package dev.parley.bench.report;

import dev.parley.bench.load.LoadResult;
import org.jspecify.annotations.Nullable;

/**
 * The highest rate that a server sustained.
 *
 * @param server the name of the server
 * @param readers the number of connected readers
 * @param messagesPerSecond the highest sustained rate; 0 if the server did not sustain the first one
 * @param deliveriesPerSecond the deliveries per second at that rate
 * @param result the result at that rate; null if the server did not sustain the first rate
 * @param nextStep the next higher rate, and why the server did not sustain it
 */
public record MaxRateResult(
        String server,
        int readers,
        double messagesPerSecond,
        double deliveriesPerSecond,
        @Nullable LoadResult result,
        String nextStep) {}
