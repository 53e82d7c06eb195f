package dev.parley.bench;

import dev.parley.bench.load.ClientLayout;
import dev.parley.bench.load.LoadProfile;
import dev.parley.bench.load.LoadResult;
import dev.parley.bench.report.Measurement;
import dev.parley.bench.server.ServerLauncher;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * W1 and W2: a constant load in one room. Each round measures all servers one after the other, and the floor before and
 * after each of them, because the speed of the machine changes.
 */
final class FanOutWorkload {

    private static final double WARMUP_SECONDS = 2;

    private final BenchmarkContext context;

    FanOutWorkload(BenchmarkContext context) {
        this.context = context;
    }

    /** Runs W1: 1,000 readers, 20 messages per second. */
    void manyReaders() {
        run("W1", context.scale().readers(1_000), Math.max(20, context.scale().rate(20)));
    }

    /** Runs W2: 100 readers, 1,000 messages per second. */
    void manyMessages() {
        run("W2", context.scale().readers(100), context.scale().rate(1_000));
    }

    private void run(String workload, int readers, double messagesPerSecond) {
        List<String> servers = context.servers().stream()
                .filter(name -> !name.equals(ServerLauncher.FLOOR))
                .toList();
        boolean floor = context.servers().contains(ServerLauncher.FLOOR);
        for (int round = 1; round <= context.scale().rounds(); round++) {
            List<Measurement> measurements = new ArrayList<>();
            for (String server : servers) {
                if (floor) {
                    measure(measurements, workload, ServerLauncher.FLOOR, round, readers, messagesPerSecond);
                }
                measure(measurements, workload, server, round, readers, messagesPerSecond);
                if (context.isTimeUp()) {
                    break;
                }
            }
            if (floor) {
                measure(measurements, workload, ServerLauncher.FLOOR, round, readers, messagesPerSecond);
            }
            for (int i = 0; i < measurements.size(); i++) {
                add(measurements.get(i), floor ? floorMicrosAround(measurements, i) : null);
            }
            if (context.isTimeUp()) {
                return;
            }
        }
    }

    private void measure(
            List<Measurement> measurements,
            String workload,
            String server,
            int round,
            int readers,
            double messagesPerSecond) {
        LoadResult result = context.measure(
                context.warmServer(server),
                ClientLayout.oneRoom(readers),
                new LoadProfile(
                        messagesPerSecond, WARMUP_SECONDS, context.scale().seconds()));
        if (result != null) {
            measurements.add(new Measurement(workload, server, round, readers, 1, messagesPerSecond, result, null));
            ProgressPrinter.print(context.log(), workload, round, server, result);
        }
    }

    private void add(Measurement measurement, @Nullable Double floorMicros) {
        context.log().add(floorMicros == null ? measurement : measurement.withFloor(floorMicros));
    }

    /**
     * Returns the mean CPU time per delivery of the floor, in microseconds, over the measurement at the index and those
     * just before and after it; null if none of them is of the floor.
     */
    private static @Nullable Double floorMicrosAround(List<Measurement> measurements, int index) {
        double sum = 0;
        int count = 0;
        for (int i = index - 1; i <= index + 1; i++) {
            if (i >= 0
                    && i < measurements.size()
                    && measurements.get(i).server().equals(ServerLauncher.FLOOR)) {
                sum += measurements.get(i).result().serverCpuMicrosPerDelivery();
                count++;
            }
        }
        return count == 0 ? null : sum / count;
    }
}
