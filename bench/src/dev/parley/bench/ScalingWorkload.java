package dev.parley.bench;

import dev.parley.bench.load.ClientLayout;
import dev.parley.bench.load.LoadProfile;
import dev.parley.bench.load.LoadResult;
import dev.parley.bench.report.Measurement;
import dev.parley.bench.server.ServerLauncher;
import java.util.List;

/**
 * The workloads {@code readers} and {@code rooms}: how the cost of a delivery changes with the number of readers in one
 * room at constant deliveries per second, and with the number of rooms at constant messages per second.
 */
final class ScalingWorkload {

    /** The name of the workload with an increasing number of readers. */
    static final String READERS = "readers";

    /** The name of the workload with an increasing number of rooms. */
    static final String ROOMS = "rooms";

    private static final double DELIVERIES_PER_SECOND = 20_000;
    private static final double MESSAGES_PER_SECOND = 500;
    private static final int READERS_PER_ROOM = 10;
    private static final int SENDERS_PER_ROOM = 2;
    private static final double WARMUP_SECONDS = 2;

    private final BenchmarkContext context;

    ScalingWorkload(BenchmarkContext context) {
        this.context = context;
    }

    /** Measures one room with 10 to 10,000 readers. */
    void readers() {
        for (int fullLoad : new int[] {10, 100, 1_000, 10_000}) {
            int readers = context.scale().readers(fullLoad);
            double messagesPerSecond = context.scale().rate(DELIVERIES_PER_SECOND) / readers;
            for (String name : List.of(
                    ServerLauncher.FLOOR, ServerLauncher.PARLEY, ServerLauncher.PARLEY_LINE, ServerLauncher.SPRING)) {
                measure(READERS, name, ClientLayout.oneRoom(readers), messagesPerSecond);
            }
        }
    }

    /** Measures 1 to 1,000 rooms with 10 readers each. */
    void rooms() {
        for (int fullLoad : new int[] {1, 10, 100, 1_000}) {
            int rooms = Math.max(1, (int) Math.round(fullLoad * context.scale().factor()));
            ClientLayout layout = new ClientLayout(rooms * READERS_PER_ROOM, rooms, rooms * SENDERS_PER_ROOM, 0);
            for (String name : List.of(ServerLauncher.PARLEY, ServerLauncher.SPRING)) {
                measure(ROOMS, name, layout, context.scale().rate(MESSAGES_PER_SECOND));
            }
        }
    }

    private void measure(String workload, String name, ClientLayout layout, double messagesPerSecond) {
        if (!context.servers().contains(name) || context.isTimeUp()) {
            return;
        }
        LoadResult result = context.measure(
                context.warmServer(name),
                layout,
                new LoadProfile(
                        messagesPerSecond, WARMUP_SECONDS, context.scale().seconds()));
        if (result != null) {
            int number = workload.equals(READERS) ? layout.readers() : layout.rooms();
            ProgressPrinter.print(context.log(), workload, number, name, result);
            context.log()
                    .add(new Measurement(
                            workload, name, 1, layout.readers(), layout.rooms(), messagesPerSecond, result, null));
        }
    }
}
