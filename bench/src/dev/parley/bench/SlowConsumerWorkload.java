package dev.parley.bench;

import dev.parley.bench.load.ClientLayout;
import dev.parley.bench.load.LoadProfile;
import dev.parley.bench.load.LoadResult;
import dev.parley.bench.report.SlowConsumerResult;
import dev.parley.bench.server.Server;
import dev.parley.bench.server.ServerLauncher;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The workload {@code slow}: 2,000 readers, of which a tenth never reads. Compares the latency of the others, and the
 * memory of the server, with a run in which all read.
 */
final class SlowConsumerWorkload {

    private static final double MESSAGES_PER_SECOND = 20;
    private static final double WARMUP_SECONDS = 2;

    /** The factor for the measured time, because it takes several seconds to fill the socket buffers. */
    private static final double TIME_FACTOR = 3;

    private final BenchmarkContext context;

    SlowConsumerWorkload(BenchmarkContext context) {
        this.context = context;
    }

    void run() {
        int readers = context.scale().readers(2_000);
        int stalled = readers / 10;
        int senders = Math.min(100, readers / 2);
        LoadProfile profile = new LoadProfile(
                MESSAGES_PER_SECOND,
                WARMUP_SECONDS,
                TIME_FACTOR * context.scale().seconds());
        for (String name : List.of(ServerLauncher.PARLEY, ServerLauncher.SPRING)) {
            if (!context.servers().contains(name) || context.isTimeUp()) {
                continue;
            }
            for (int round = 1; round <= context.scale().rounds() && !context.isTimeUp(); round++) {
                measure(context.warmServer(name), readers, senders, stalled, profile);
            }
        }
    }

    private void measure(Server server, int readers, int senders, int stalled, LoadProfile profile) {
        LoadResult without = context.measure(server, new ClientLayout(readers, 1, senders, 0), profile);
        long residentBefore = server.usage().residentBytes();
        AtomicLong residentAfter = new AtomicLong();
        LoadResult with = context.measure(
                server,
                new ClientLayout(readers, 1, senders, stalled),
                profile,
                () -> residentAfter.set(server.usage().residentBytes()));
        if (without == null || with == null) {
            return;
        }
        ProgressPrinter.print(context.log(), "slow", 0, server.name(), without);
        ProgressPrinter.print(context.log(), "slow", stalled, server.name(), with);
        context.log()
                .add(new SlowConsumerResult(
                        server.name(), readers, stalled, without, with, residentBefore, residentAfter.get()));
    }
}
