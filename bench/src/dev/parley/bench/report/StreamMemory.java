package dev.parley.bench.report;

import org.jspecify.annotations.Nullable;

/**
 * The memory of streams, or of connections of the page beside them.
 *
 * @param server the name of the server
 * @param connections the number of connections
 * @param residentBytes the memory in RAM per connection, in bytes
 * @param liveHeapBytes the live heap per connection, in bytes; null if it is unknown
 */
public record StreamMemory(
        String server,
        int connections,
        double residentBytes,
        @Nullable Double liveHeapBytes) {}
