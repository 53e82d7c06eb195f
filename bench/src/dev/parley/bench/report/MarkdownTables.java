package dev.parley.bench.report;

import dev.parley.bench.load.LoadResult;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;

/** Formats a report as tables in Markdown. */
public final class MarkdownTables {

    private static final double KIB = 1024;
    private static final double MIB = KIB * KIB;

    private final Report report;
    private final StringBuilder out = new StringBuilder();

    private MarkdownTables(Report report) {
        this.report = report;
    }

    /** Returns the environment and one table per workload that was measured. */
    public static String of(Report report) {
        return new MarkdownTables(report).format();
    }

    private String format() {
        environment();
        fanOut("W1", "W1: %,d readers in one room, %,.0f messages/s");
        fanOut("W2", "W2: %,d readers in one room, %,.0f messages/s");
        maxRate();
        idle();
        publish();
        flush();
        scaling("readers", "The same deliveries/s to an increasing number of readers in one room");
        scaling("rooms", "The same messages/s in an increasing number of rooms with 10 readers");
        slowConsumer();
        startup();
        streams();
        return out.toString().stripTrailing() + "\n";
    }

    private void line(String format, Object... arguments) {
        out.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    private void heading(String format, Object... arguments) {
        line("");
        line("### " + format, arguments);
        line("");
    }

    private void columns(String... names) {
        line("| %s |", String.join(" | ", names));
        line("| --- |%s", " ---: |".repeat(names.length - 1));
    }

    private void environment() {
        line("Measured on %s.", report.date());
        line("");
        report.environment().forEach((name, value) -> line("- %s: %s", name, value));
        if (report.scale() != 1) {
            line("- **scale: %s of the full load; the figures only show that the benchmark works**", report.scale());
        }
    }

    private void fanOut(String workload, String title) {
        List<Measurement> measurements = report.measurements(workload);
        if (measurements.isEmpty()) {
            return;
        }
        heading(title, measurements.get(0).readers(), measurements.get(0).messagesPerSecond());
        columns(
                "server",
                "µs CPU per delivery",
                "min to max",
                "× floor",
                "p50 ms",
                "p99 ms",
                "p99.9 ms",
                "µs CPU per delivery, load generator",
                "faults");
        for (Medians server : Medians.of(measurements)) {
            DoubleSummaryStatistics range = server.serverCpuMicrosRange();
            line(
                    "| %s | %.2f | %.2f to %.2f | %s | %.2f | %.2f | %.2f | %.2f | %s |",
                    server.server(),
                    server.serverCpuMicrosPerDelivery(),
                    range.getMin(),
                    range.getMax(),
                    Double.isNaN(server.floorRatio()) ? "" : String.format(Locale.ROOT, "%.2f", server.floorRatio()),
                    server.median(measurement -> measurement.result().latency().p50()),
                    server.median(measurement -> measurement.result().latency().p99()),
                    server.median(measurement -> measurement.result().latency().p999()),
                    server.median(measurement -> measurement.result().loadCpuMicrosPerDelivery()),
                    FaultText.of(server.measurements()));
        }
    }

    private void maxRate() {
        if (report.maxRate().isEmpty()) {
            return;
        }
        heading(
                "W3: %,d readers; the rate increases until p99 exceeds 250 ms or a message is lost",
                report.maxRate().get(0).readers());
        columns("server", "messages/s", "deliveries/s", "µs CPU per delivery", "p99 ms", "next step");
        for (MaxRateResult maxRate : report.maxRate()) {
            LoadResult result = maxRate.result();
            line(
                    "| %s | %,.0f | %,.0f | %.2f | %.2f | %s |",
                    maxRate.server(),
                    maxRate.messagesPerSecond(),
                    maxRate.deliveriesPerSecond(),
                    result == null ? 0 : result.serverCpuMicrosPerDelivery(),
                    result == null ? 0 : result.latency().p99(),
                    maxRate.nextStep());
        }
    }

    private void idle() {
        if (report.idle().isEmpty()) {
            return;
        }
        heading("W4: %,d idle connections", report.idle().get(0).connections());
        columns(
                "server",
                "KiB of RAM per connection",
                "KiB of live heap per connection",
                "µs CPU per login, cold",
                "warm");
        for (IdleResult idle : report.idle()) {
            Double liveHeap = idle.liveHeapBytes();
            line(
                    "| %s | %.1f | %s | %,.0f | %,.0f |",
                    idle.server(),
                    idle.residentBytes() / KIB,
                    liveHeap == null ? "" : String.format(Locale.ROOT, "%.1f", liveHeap / KIB),
                    idle.coldLoginMicros(),
                    idle.warmLoginMicros());
        }
    }

    private void publish() {
        if (report.publish().isEmpty()) {
            return;
        }
        heading(
                "W5: %d senders with receipts, which Parley sends after the commit",
                report.publish().get(0).senders());
        columns("load", "receipts/s", "p50 ms", "p99 ms", "max ms", "µs CPU per message", "faults");
        for (PublishResult publish : report.publish()) {
            LoadResult result = publish.result();
            line(
                    "| %s | %,.0f | %.2f | %.2f | %.1f | %.1f | %s |",
                    publish.load(),
                    publish.receiptsPerSecond(),
                    result.receiptLatency().p50(),
                    result.receiptLatency().p99(),
                    result.receiptLatency().max(),
                    result.serverCpuMicrosPerReceipt(),
                    FaultText.ofOrNone(result.faults()));
        }
    }

    private void flush() {
        if (report.flush().isEmpty()) {
            return;
        }
        heading("W5: messages per transaction, counted with strace as flushes to disk");
        columns("messages/s", "messages", "flushes", "messages per flush");
        for (FlushResult flush : report.flush()) {
            line(
                    "| %,.0f | %,d | %,d | %.1f |",
                    flush.messagesPerSecond(), flush.messages(), flush.flushes(), flush.messagesPerFlush());
        }
    }

    private void scaling(String workload, String title) {
        List<Measurement> measurements = report.measurements(workload);
        if (measurements.isEmpty()) {
            return;
        }
        heading("%s", title);
        columns(
                "readers",
                "rooms",
                "messages/s",
                "server",
                "µs CPU per delivery",
                "µs CPU per message",
                "p99 ms",
                "faults");
        for (Measurement measurement : measurements) {
            LoadResult result = measurement.result();
            line(
                    "| %,d | %,d | %,.0f | %s | %.2f | %.0f | %.2f | %s |",
                    measurement.readers(),
                    measurement.rooms(),
                    measurement.messagesPerSecond(),
                    measurement.server(),
                    result.serverCpuMicrosPerDelivery(),
                    result.serverCpuMicros() / (measurement.messagesPerSecond() * result.seconds()),
                    result.latency().p99(),
                    FaultText.ofOrNone(result.faults()));
        }
    }

    private void slowConsumer() {
        if (report.slowConsumer().isEmpty()) {
            return;
        }
        heading("Slow consumers: some readers never read");
        columns(
                "server",
                "readers",
                "stalled readers",
                "p99 ms of the others, without stalled readers",
                "with stalled readers",
                "increase, min to max",
                "MiB of RAM before",
                "after");
        report.slowConsumer().stream()
                .map(SlowConsumerResult::server)
                .distinct()
                .forEach(server -> slowConsumer(report.slowConsumer().stream()
                        .filter(result -> result.server().equals(server))
                        .toList()));
    }

    private void slowConsumer(List<SlowConsumerResult> results) {
        DoubleSummaryStatistics increase = results.stream()
                .mapToDouble(result -> result.with().latency().p99()
                        - result.without().latency().p99())
                .summaryStatistics();
        line(
                "| %s | %,d | %,d | %.2f | %.2f | %.2f to %.2f | %.0f | %.0f |",
                results.get(0).server(),
                results.get(0).readers(),
                results.get(0).stalled(),
                Medians.median(results, result -> result.without().latency().p99()),
                Medians.median(results, result -> result.with().latency().p99()),
                increase.getMin(),
                increase.getMax(),
                Medians.median(results, result -> result.residentBefore() / MIB),
                Medians.median(results, result -> result.residentAfter() / MIB));
    }

    private void startup() {
        if (report.startup().isEmpty()) {
            return;
        }
        heading("Time from process start to open HTTP port");
        columns("server", "median s", "min s", "max s");
        report.startup()
                .forEach(startup -> line(
                        "| %s | %.2f | %.2f | %.2f |",
                        startup.server(), startup.medianSeconds(), startup.minSeconds(), startup.maxSeconds()));
    }

    private void streams() {
        if (!report.streamMemory().isEmpty()) {
            heading(
                    "Memory of %,d streams of the HTTP API, beside connections of the page",
                    report.streamMemory().get(0).connections());
            columns("server", "KiB of RAM per connection", "KiB of live heap per connection");
            for (StreamMemory memory : report.streamMemory()) {
                Double liveHeap = memory.liveHeapBytes();
                line(
                        "| %s | %.1f | %s |",
                        memory.server(),
                        memory.residentBytes() / KIB,
                        liveHeap == null ? "" : String.format(Locale.ROOT, "%.1f", liveHeap / KIB));
            }
        }
        List<Measurement> measurements = report.measurements("streams");
        if (measurements.isEmpty()) {
            return;
        }
        heading(
                "%,d streams of the HTTP API in one room, beside connections of the page",
                measurements.get(0).readers());
        columns("messages/s", "server", "µs CPU per delivery", "min to max", "p50 ms", "p99 ms", "faults");
        measurements.stream()
                .map(Measurement::messagesPerSecond)
                .distinct()
                .forEach(rate -> streams(
                        rate,
                        measurements.stream()
                                .filter(measurement -> measurement.messagesPerSecond() == rate)
                                .toList()));
    }

    private void streams(double messagesPerSecond, List<Measurement> measurements) {
        for (Medians server : Medians.of(measurements)) {
            DoubleSummaryStatistics range = server.serverCpuMicrosRange();
            line(
                    "| %.0f | %s | %.2f | %.2f to %.2f | %.2f | %.2f | %s |",
                    messagesPerSecond,
                    server.server(),
                    server.serverCpuMicrosPerDelivery(),
                    range.getMin(),
                    range.getMax(),
                    server.median(measurement -> measurement.result().latency().p50()),
                    server.median(measurement -> measurement.result().latency().p99()),
                    FaultText.of(server.measurements()));
        }
    }
}
