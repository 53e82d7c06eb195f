package dev.parley.bench.report;

import dev.parley.bench.load.LoadResult;

/**
 * The result of sending messages with receipts. The server sends a receipt after the message is on disk.
 *
 * @param load the rate and the rooms, for the table
 * @param senders the number of senders
 * @param rooms the number of rooms
 * @param receiptsPerSecond the receipts per second of the measured time
 * @param result the complete result
 */
public record PublishResult(String load, int senders, int rooms, double receiptsPerSecond, LoadResult result) {}
