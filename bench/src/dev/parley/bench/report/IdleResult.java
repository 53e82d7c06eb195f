package dev.parley.bench.report;

import org.jspecify.annotations.Nullable;

/**
 * The cost of idle connections.
 *
 * @param server the name of the server
 * @param connections the number of connections
 * @param residentBytes the memory in RAM per connection, in bytes
 * @param liveHeapBytes the live heap per connection, in bytes; null for a server that does not run on Java
 * @param coldLoginMicros the CPU time per login after the start of the server, in microseconds
 * @param warmLoginMicros the CPU time per login after many logins, in microseconds
 */
public record IdleResult(
        String server,
        int connections,
        double residentBytes,
        @Nullable Double liveHeapBytes,
        double coldLoginMicros,
        double warmLoginMicros) {}
