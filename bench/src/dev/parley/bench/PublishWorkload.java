package dev.parley.bench;

import dev.parley.bench.load.ClientLayout;
import dev.parley.bench.load.ClientPool;
import dev.parley.bench.load.LoadFailedException;
import dev.parley.bench.load.LoadGenerator;
import dev.parley.bench.load.LoadProfile;
import dev.parley.bench.load.LoadResult;
import dev.parley.bench.report.FlushResult;
import dev.parley.bench.report.PublishResult;
import dev.parley.bench.server.Server;
import dev.parley.bench.server.ServerLauncher;
import dev.parley.bench.server.TracedServer;
import java.util.Locale;
import java.util.function.Function;

/**
 * W5: 50 senders that request receipts. Measures Parley only, because the other servers do not store messages.
 */
final class PublishWorkload {

    private static final int SENDERS = 50;

    /** The number of unacknowledged messages per sender at full speed. */
    private static final int IN_FLIGHT = 32;

    private static final double WARMUP_SECONDS = 2;

    /** The rate for which memory is reserved at full speed. */
    private static final int MAX_MESSAGES_PER_SECOND = 100_000;

    private static final double MAX_TRACED_SECONDS = 5;

    private final BenchmarkContext context;

    PublishWorkload(BenchmarkContext context) {
        this.context = context;
    }

    void run() {
        if (!context.servers().contains(ServerLauncher.PARLEY) || context.isTimeUp()) {
            return;
        }
        Server server = context.warmServer(ServerLauncher.PARLEY);
        double rate = context.scale().rate(1_000);
        openLoop(server, 1, rate);
        openLoop(server, SENDERS, rate);
        closedLoop(server, 1);
        closedLoop(server, SENDERS);
        countFlushes();
    }

    private static ClientLayout layout(int rooms) {
        return new ClientLayout(SENDERS, rooms, SENDERS, 0);
    }

    private void openLoop(Server server, int rooms, double messagesPerSecond) {
        LoadProfile profile = new LoadProfile(
                messagesPerSecond, WARMUP_SECONDS, context.scale().seconds());
        measure(
                server,
                String.format(Locale.ROOT, "%,.0f messages/s in %s", messagesPerSecond, rooms(rooms)),
                rooms,
                generator -> generator.openLoop(profile, true));
    }

    private void closedLoop(Server server, int rooms) {
        double seconds = context.scale().seconds();
        // The scale has no effect on full speed.
        int maxMessages = (int) (MAX_MESSAGES_PER_SECOND * (WARMUP_SECONDS + seconds));
        measure(
                server,
                "full speed in " + rooms(rooms),
                rooms,
                generator -> generator.closedLoop(IN_FLIGHT, WARMUP_SECONDS, seconds, maxMessages));
    }

    private static String rooms(int rooms) {
        return rooms == 1 ? "1 room" : rooms + " rooms";
    }

    private void measure(Server server, String description, int rooms, Function<LoadGenerator, LoadResult> load) {
        // A closed loop requires that messages are sent on the event loop that receives the receipts.
        try (ClientPool pool = new ClientPool(layout(rooms), server.target(), 1)) {
            pool.connect();
            pool.verifyDelivery();
            LoadResult result = load.apply(new LoadGenerator(pool, context.cpuMeter(server)));
            double receiptsPerSecond = result.receipts() / result.seconds();
            context.log()
                    .print(
                            "W5       %-26s %8.0f receipts/s  p50 %6.2f  p99 %6.2f  max %6.1f ms  %6.1f µs CPU/message%s",
                            description,
                            receiptsPerSecond,
                            result.receiptLatency().p50(),
                            result.receiptLatency().p99(),
                            result.receiptLatency().max(),
                            result.serverCpuMicrosPerReceipt(),
                            ProgressPrinter.remarks(result));
            context.log().add(new PublishResult(description, SENDERS, rooms, receiptsPerSecond, result));
        } catch (LoadFailedException e) {
            context.log().print("W5       %s: %s", description, e.reason());
        }
    }

    private void countFlushes() {
        if (!TracedServer.isAvailable()) {
            context.log()
                    .print("W5       Flushes are not counted: strace is not installed, or may not trace processes.");
            return;
        }
        try (TracedServer traced = context.launcher().startTraced()) {
            context.warmUp(traced.server());
            for (double rate : new double[] {20, 200, 1_000, 4_000}) {
                countFlushes(traced, context.scale().rate(rate));
            }
        }
    }

    private void countFlushes(TracedServer traced, double messagesPerSecond) {
        Server server = traced.server();
        try (ClientPool pool = new ClientPool(layout(1), server.target(), 1)) {
            pool.connect();
            pool.verifyDelivery();
            long before = traced.flushes();
            double seconds = Math.min(MAX_TRACED_SECONDS, context.scale().seconds());
            LoadResult result = new LoadGenerator(pool, context.cpuMeter(server))
                    .openLoop(new LoadProfile(messagesPerSecond, 0, seconds), true);
            FlushResult flush = new FlushResult(messagesPerSecond, result.messages(), traced.flushes() - before);
            context.log()
                    .print(
                            "W5       %,.0f messages/s under strace: %d messages, %d flushes, %.1f messages per flush%s",
                            messagesPerSecond,
                            flush.messages(),
                            flush.flushes(),
                            flush.messagesPerFlush(),
                            ProgressPrinter.remarks(result));
            context.log().add(flush);
        } catch (LoadFailedException e) {
            context.log().print("W5       %,.0f messages/s under strace: %s", messagesPerSecond, e.reason());
        }
    }
}
