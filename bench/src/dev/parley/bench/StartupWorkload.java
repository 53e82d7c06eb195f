package dev.parley.bench;

import dev.parley.bench.report.StartupResult;
import dev.parley.bench.server.ServerLauncher;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * The workload {@code start}: the time from process start to open HTTP port. The first start is not measured, because
 * it reads the files from disk into the page cache.
 */
final class StartupWorkload {

    private static final int MIN_STARTS = 3;

    private final BenchmarkContext context;

    StartupWorkload(BenchmarkContext context) {
        this.context = context;
    }

    void run() {
        for (String name : List.of(ServerLauncher.PARLEY, ServerLauncher.SPRING)) {
            if (!context.servers().contains(name) || context.isTimeUp()) {
                continue;
            }
            context.stopServer(name);
            start(name);
            double[] seconds = new double[Math.max(MIN_STARTS, context.scale().rounds())];
            for (int i = 0; i < seconds.length; i++) {
                seconds[i] = start(name).toMillis() / 1e3;
            }
            Arrays.sort(seconds);
            StartupResult result =
                    new StartupResult(name, seconds[seconds.length / 2], seconds[0], seconds[seconds.length - 1]);
            context.log()
                    .print(
                            "start    %-12s median %.2f s (%.2f to %.2f)",
                            name, result.medianSeconds(), result.minSeconds(), result.maxSeconds());
            context.log().add(result);
        }
    }

    private Duration start(String name) {
        try {
            return context.startServer(name).startupTime();
        } finally {
            context.stopServer(name);
        }
    }
}
