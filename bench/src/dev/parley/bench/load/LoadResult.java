package dev.parley.bench.load;

import org.jspecify.annotations.Nullable;

/**
 * The result of one run. <em>Measured</em> refers to the measured time, which excludes the warm-up.
 *
 * @param messages the number of messages sent in the whole run
 * @param seconds the length of the measured time
 * @param deliveries the number of messages that readers received in the measured time
 * @param receipts the number of receipts that senders received in the measured time
 * @param serverCpuMicros the CPU time of the server in the measured time, in microseconds
 * @param loadCpuMicros the CPU time of this process in the measured time, in microseconds
 * @param latency the time from when a message is due until a reader receives it
 * @param receiptLatency the time from when a message is due until its sender receives the receipt
 * @param sendDelay the time from when a message is due until this process sends it
 * @param faults the delivery faults of the whole run
 */
public record LoadResult(
        int messages,
        double seconds,
        long deliveries,
        long receipts,
        long serverCpuMicros,
        long loadCpuMicros,
        Percentiles latency,
        Percentiles receiptLatency,
        Percentiles sendDelay,
        Faults faults) {

    /**
     * The numbers of delivery faults.
     *
     * @param lost messages that a reader did not receive
     * @param duplicates messages that a reader received again
     * @param reordered messages that a reader received after a later message of the same sender
     * @param gaps places where the sequence number of the server did not increase by 1
     * @param differentOrder readers that received all messages, but in a different order than most
     * @param unacknowledged messages whose requested receipt was not received
     * @param disconnected readers whose connection was closed
     * @param closeReason why the first of these connections was closed; null if none was
     */
    public record Faults(
            long lost,
            long duplicates,
            long reordered,
            long gaps,
            long differentOrder,
            long unacknowledged,
            long disconnected,
            @Nullable String closeReason) {

        /** Returns whether every reader received every message once, and all in the same order. */
        public boolean isEmpty() {
            return lost + duplicates + reordered + gaps + differentOrder + unacknowledged + disconnected == 0;
        }
    }

    /** Percentiles in milliseconds; all are 0 if nothing was recorded. */
    public record Percentiles(double p50, double p90, double p99, double p999, double max) {}

    /** Returns the CPU time of the server per delivery, in microseconds. */
    public double serverCpuMicrosPerDelivery() {
        return (double) serverCpuMicros / Math.max(1, deliveries);
    }

    /** Returns the CPU time of the server per receipt, in microseconds. */
    public double serverCpuMicrosPerReceipt() {
        return (double) serverCpuMicros / Math.max(1, receipts);
    }

    /** Returns the CPU time of this process per delivery, in microseconds. */
    public double loadCpuMicrosPerDelivery() {
        return (double) loadCpuMicros / Math.max(1, deliveries);
    }
}
