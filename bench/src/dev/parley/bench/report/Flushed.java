package dev.parley.bench.report;

/**
 * How many messages share a flush to disk at some load; each transaction is one flush.
 *
 * @param perSecond messages a second that were due
 * @param messages stored
 * @param flushes of the log, counted where they reach the system
 */
public record Flushed(double perSecond, int messages, long flushes) {

    /** Messages in each flush. */
    public double messagesPerFlush() {
        return (double) messages / Math.max(1, flushes);
    }
}
