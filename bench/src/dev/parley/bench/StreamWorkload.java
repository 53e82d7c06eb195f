package dev.parley.bench;

import dev.parley.bench.load.ClientLayout;
import dev.parley.bench.load.ClientPool;
import dev.parley.bench.load.LoadFailedException;
import dev.parley.bench.load.LoadProfile;
import dev.parley.bench.load.LoadResult;
import dev.parley.bench.report.Measurement;
import dev.parley.bench.report.StreamMemory;
import dev.parley.bench.server.Server;
import dev.parley.bench.server.ServerLauncher;
import java.util.List;

/**
 * The workload {@code streams}: many streams of the HTTP API in one room, beside as many connections of the page. Measures the
 * memory per connection on a server that has just started, and then the cost of a delivery at 1 and 20 messages per second.
 * In each round the kinds take turns.
 */
final class StreamWorkload {

    /** The name of the workload. */
    static final String NAME = "streams";

    private static final List<String> SERVERS =
            List.of(ServerLauncher.PARLEY, ServerLauncher.PARLEY_NDJSON, ServerLauncher.PARLEY_TEXT);

    private static final int[] RATES = {1, 20};
    private static final int SENDERS = 10;
    private static final double WARMUP_SECONDS = 2;

    /** A load that compiles the code of one kind, without the other loads of a warm-up. */
    private static final LoadProfile WARM_UP = new LoadProfile(20, 0, 10);

    private final BenchmarkContext context;
    private final ClientLayout layout;

    /**
     * @param streams the number of connections of each kind, to be multiplied by the scale
     */
    StreamWorkload(BenchmarkContext context, int streams) {
        this.context = context;
        int readers = context.scale().readers(streams);
        this.layout = new ClientLayout(readers, 1, Math.min(SENDERS, readers / 2), 0);
    }

    void run() {
        for (String name : SERVERS) {
            context.stopServer(name);
            Server server = context.startServer(name);
            measureMemory(server);
            context.measure(server, layout, WARM_UP);
        }
        for (int round = 1; round <= context.scale().rounds(); round++) {
            for (int rate : RATES) {
                for (String name : SERVERS) {
                    if (context.isTimeUp()) {
                        return;
                    }
                    measure(context.warmServer(name), round, rate);
                }
            }
        }
    }

    private void measureMemory(Server server) {
        ConnectionMemory before = ConnectionMemory.of(context, server);
        try (ClientPool pool = context.newPool(server, layout)) {
            pool.connect();
            ConnectionMemory used = ConnectionMemory.of(context, server).since(before, layout.readers());
            context.log()
                    .add(new StreamMemory(server.name(), layout.readers(), used.residentBytes(), used.liveHeapBytes()));
        } catch (LoadFailedException e) {
            context.log().print("streams  %-12s %s", server.name(), e.reason());
        }
    }

    private void measure(Server server, int round, int messagesPerSecond) {
        LoadProfile profile = new LoadProfile(
                messagesPerSecond, WARMUP_SECONDS, context.scale().seconds());
        LoadResult result = context.measure(server, layout, profile);
        if (result != null) {
            ProgressPrinter.print(context.log(), NAME, messagesPerSecond, server.name(), result);
            context.log()
                    .add(new Measurement(
                            NAME, server.name(), round, layout.readers(), 1, messagesPerSecond, result, null));
        }
    }
}
