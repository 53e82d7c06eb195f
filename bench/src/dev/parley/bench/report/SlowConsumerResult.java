package dev.parley.bench.report;

import dev.parley.bench.load.LoadResult;

/**
 * Two runs with the same load: in the second, some readers are stalled.
 *
 * @param server the name of the server
 * @param readers the number of connected readers
 * @param stalled the number of readers that never read in the second run
 * @param without the result of the first run
 * @param with the result of the second run, for the other readers
 * @param residentBefore the memory of the server before the second run, in bytes
 * @param residentAfter the memory of the server at the end of the second run, in bytes
 */
public record SlowConsumerResult(
        String server,
        int readers,
        int stalled,
        LoadResult without,
        LoadResult with,
        long residentBefore,
        long residentAfter) {}
