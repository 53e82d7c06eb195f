package dev.parley.bench.report;

import dev.parley.bench.load.LoadResult;

/**
 * Posting with receipts, each of which says that the message is on disk.
 *
 * @param what in words: who posts where, how fast
 * @param senders who post
 * @param rooms over which they are spread
 * @param receiptsPerSecond come in the measured time
 * @param outcome all that came of it
 */
public record Durable(String what, int senders, int rooms, double receiptsPerSecond, LoadResult outcome) {}
