package dev.parley.bench.report;

import dev.parley.bench.load.LoadResult;

/**
 * The same load with everybody reading, and with some who do not read at all.
 *
 * @param readers connected
 * @param deaf so many of them do not read, in the second run
 * @param without everybody reads
 * @param with the others, while some do not read
 * @param residentBefore memory of the server before the second run
 * @param residentAfter memory of the server at its end
 */
public record Beside(
        String server,
        int readers,
        int deaf,
        LoadResult without,
        LoadResult with,
        long residentBefore,
        long residentAfter) {}
