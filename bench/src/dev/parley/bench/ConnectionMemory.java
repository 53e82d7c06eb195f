package dev.parley.bench;

import dev.parley.bench.server.Server;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a server, or its part per connection.
 *
 * @param residentBytes the memory in RAM, in bytes
 * @param liveHeapBytes the live heap, in bytes; null for a server that does not run on Java
 */
record ConnectionMemory(double residentBytes, @Nullable Double liveHeapBytes) {

    /** Returns the memory of a server after a garbage collection. */
    static ConnectionMemory of(BenchmarkContext context, Server server) {
        Double liveHeap = null;
        if (server.isJava()) {
            try {
                // After this time the server has sent all events of the last login, including those sent once per
                // second.
                TimeUnit.SECONDS.sleep(2);
            } catch (InterruptedException ignored) {
                Thread.currentThread().interrupt();
            }
            liveHeap = (double) context.launcher().heap(server).liveBytes();
        }
        return new ConnectionMemory(server.usage().residentBytes(), liveHeap);
    }

    /** Returns the memory per connection that was added since an earlier measurement. */
    ConnectionMemory since(ConnectionMemory before, int connections) {
        return new ConnectionMemory(
                (residentBytes - before.residentBytes) / connections,
                liveHeapBytes == null || before.liveHeapBytes == null
                        ? null
                        : (liveHeapBytes - before.liveHeapBytes) / connections);
    }
}
