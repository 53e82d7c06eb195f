package dev.parley.bench.report;

/**
 * The number of messages that share a flush to disk at one rate. The server flushes once per transaction.
 *
 * @param messagesPerSecond the rate
 * @param messages the number of messages stored
 * @param flushes the number of flushes of the write-ahead log, counted as system calls
 */
public record FlushResult(double messagesPerSecond, int messages, long flushes) {

    /** Returns the mean number of messages per flush. */
    public double messagesPerFlush() {
        return (double) messages / Math.max(1, flushes);
    }
}
