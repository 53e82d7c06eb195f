package dev.parley.bench;

import dev.parley.bench.load.ClientLayout;
import dev.parley.bench.load.ClientPool;
import dev.parley.bench.load.LoadFailedException;
import dev.parley.bench.report.IdleResult;
import dev.parley.bench.server.Server;
import java.util.Locale;

/** W4: idle connections. Measures the memory per connection, and the CPU time per login on a cold and a warm server. */
final class IdleWorkload {

    /** The number of times that all clients log in to the warm server; the last time is measured. */
    private static final int WARM_LOGIN_GROUPS = 12;

    private static final double KIB = 1024;

    private final BenchmarkContext context;
    private final int connections;

    /**
     * @param connections the number of connections, to be multiplied by the scale
     */
    IdleWorkload(BenchmarkContext context, int connections) {
        this.context = context;
        this.connections = context.scale().readers(connections);
    }

    void run() {
        for (String name : context.servers()) {
            if (context.isTimeUp()) {
                return;
            }
            context.stopServer(name);
            try {
                IdleResult result = measure(context.startServer(name));
                Double liveHeap = result.liveHeapBytes();
                context.log()
                        .print(
                                "W4       %-12s %d connections: %.1f KiB of RAM each, live heap %s, login %.0f µs CPU cold, %.0f µs warm",
                                name,
                                connections,
                                result.residentBytes() / KIB,
                                liveHeap == null ? "none" : String.format(Locale.ROOT, "%.1f KiB each", liveHeap / KIB),
                                result.coldLoginMicros(),
                                result.warmLoginMicros());
                context.log().add(result);
            } catch (LoadFailedException e) {
                context.log().print("W4       %-12s %s", name, e.reason());
            } finally {
                context.stopServer(name);
            }
        }
    }

    private IdleResult measure(Server server) {
        ConnectionMemory before = ConnectionMemory.of(context, server);
        double coldLoginMicros;
        ConnectionMemory used;
        try (ClientPool pool = newPool(server)) {
            coldLoginMicros = connect(server, pool);
            used = ConnectionMemory.of(context, server).since(before, connections);
        }
        context.warmUp(server);
        double warmLoginMicros = coldLoginMicros;
        for (int group = 0; group < WARM_LOGIN_GROUPS; group++) {
            try (ClientPool pool = newPool(server)) {
                warmLoginMicros = connect(server, pool);
            }
        }
        return new IdleResult(
                server.name(),
                connections,
                used.residentBytes(),
                used.liveHeapBytes(),
                coldLoginMicros,
                warmLoginMicros);
    }

    private ClientPool newPool(Server server) {
        return context.newPool(server, new ClientLayout(connections, 1, 1, 0));
    }

    /** Connects all clients, and returns the CPU time of the server per login in microseconds. */
    private static double connect(Server server, ClientPool pool) {
        long before = server.usage().cpuMicros();
        pool.connect();
        return (double) (server.usage().cpuMicros() - before) / pool.size();
    }
}
