package dev.parley.bench.load;

import org.jspecify.annotations.Nullable;

/**
 * What came of one run.
 *
 * @param messages sent in the whole run
 * @param seconds how long the measured time was
 * @param deliveries heard in the measured time
 * @param receipts come in the measured time
 * @param serverMicros CPU time of the server in it
 * @param ownMicros CPU time of this process in it
 * @param latency from due to heard
 * @param receiptLatency from due to acknowledged
 * @param lateness from due to sent: how well this process kept its own time
 * @param faults what went wrong, over the whole run
 */
public record Outcome(
        int messages,
        double seconds,
        long deliveries,
        long receipts,
        long serverMicros,
        long ownMicros,
        Quantiles latency,
        Quantiles receiptLatency,
        Quantiles lateness,
        Faults faults) {

    /**
     * Where order and completeness were not kept; all zero is right.
     *
     * @param lost messages that readers did not hear
     * @param duplicates messages that readers heard again
     * @param reordered messages heard after a later one of the same person
     * @param gaps places where the server's own numbers did not go on by one
     * @param disagreeing readers who heard everything, in another order than most
     * @param unacknowledged messages whose receipt was asked for and did not come
     * @param ended readers whose connection ended
     * @param complaint why the first of them did
     */
    public record Faults(
            long lost,
            long duplicates,
            long reordered,
            long gaps,
            long disagreeing,
            long unacknowledged,
            long ended,
            @Nullable String complaint) {

        /** Whether everybody heard everything once, in one order. */
        public boolean isNone() {
            return lost + duplicates + reordered + gaps + disagreeing + unacknowledged + ended == 0;
        }
    }

    /** Milliseconds; all zero if there was nothing to measure. */
    public record Quantiles(double p50, double p90, double p99, double p999, double max) {}

    /** CPU time of the server for each delivery, in microseconds. */
    public double serverMicrosPerDelivery() {
        return (double) serverMicros / Math.max(1, deliveries);
    }

    /** CPU time of this process for each delivery, in microseconds. */
    public double ownMicrosPerDelivery() {
        return (double) ownMicros / Math.max(1, deliveries);
    }
}
