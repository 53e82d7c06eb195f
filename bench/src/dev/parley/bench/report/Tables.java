package dev.parley.bench.report;

import dev.parley.bench.load.LoadResult;
import java.util.List;
import java.util.Locale;

/** A report as tables in Markdown, which can be read on a terminal as well. */
public final class Tables {

    private static final double KIB = 1024;

    private final Report report;
    private final StringBuilder out = new StringBuilder();

    private Tables(Report report) {
        this.report = report;
    }

    /** All of it. */
    public static String of(Report report) {
        return new Tables(report).all();
    }

    private String all() {
        machine();
        fanOut("W1", "W1: %,d readers in one room, %,.0f messages a second");
        fanOut("W2", "W2: %,d readers in one room, %,.0f messages a second");
        held();
        resting();
        durable();
        flushed();
        sweep("readers", "The same deliveries a second, to ever more readers of one room");
        sweep("rooms", "The same messages a second, in ever more rooms of ten readers");
        beside();
        started();
        return out.toString().stripTrailing() + "\n";
    }

    private void line(String format, Object... what) {
        out.append(String.format(Locale.ROOT, format, what)).append('\n');
    }

    private void heading(String format, Object... what) {
        line("");
        line("### " + format, what);
        line("");
    }

    private void columns(String... names) {
        line("| %s |", String.join(" | ", names));
        line("| --- |%s", " ---: |".repeat(names.length - 1));
    }

    private void machine() {
        line("Measured on %s.", report.date());
        line("");
        report.machine().forEach((name, value) -> line("- %s: %s", name, value));
        if (report.scale() != 1) {
            line(
                    "- **Scaled down to %s of the real load: this shows that the benchmark works, and nothing else.**",
                    report.scale());
        }
    }

    private void fanOut(String workload, String title) {
        List<Turn> turns = report.turns(workload);
        if (turns.isEmpty()) {
            return;
        }
        heading(title, turns.get(0).readers(), turns.get(0).perSecond());
        columns(
                "server",
                "µs CPU a delivery",
                "least to most",
                "× floor",
                "p50 ms",
                "p99 ms",
                "p99.9 ms",
                "the load's own µs",
                "faults");
        for (Medians server : Medians.of(turns)) {
            line(
                    "| %s | %.2f | %.2f to %.2f | %s | %.2f | %.2f | %.2f | %.2f | %s |",
                    server.server(),
                    server.micros(),
                    server.span()[0],
                    server.span()[1],
                    Double.isNaN(server.ratio()) ? "" : String.format(Locale.ROOT, "%.2f", server.ratio()),
                    server.of(turn -> turn.outcome().latency().p50()),
                    server.of(turn -> turn.outcome().latency().p99()),
                    server.of(turn -> turn.outcome().latency().p999()),
                    server.of(turn -> turn.outcome().loadCpuMicrosPerDelivery()),
                    Faults.words(server.turns()));
        }
    }

    private void held() {
        if (report.held().isEmpty()) {
            return;
        }
        heading(
                "W3: %,d readers, the rate raised until p99 is above 250 ms or anything is lost",
                report.held().get(0).readers());
        columns("server", "messages/s", "deliveries/s", "µs CPU a delivery", "p99 ms", "the next step");
        for (Held held : report.held()) {
            LoadResult last = held.last();
            line(
                    "| %s | %,.0f | %,.0f | %.2f | %.2f | %s |",
                    held.server(),
                    held.perSecond(),
                    held.deliveriesPerSecond(),
                    last == null ? 0 : last.serverCpuMicrosPerDelivery(),
                    last == null ? 0 : last.latency().p99(),
                    held.beyond());
        }
    }

    private void resting() {
        if (report.resting().isEmpty()) {
            return;
        }
        heading("W4: %,d connections that do nothing", report.resting().get(0).connections());
        columns("server", "KiB in RAM each", "KiB of live heap each", "µs CPU to admit, cold", "warm");
        for (Resting resting : report.resting()) {
            line(
                    "| %s | %.1f | %s | %,.0f | %,.0f |",
                    resting.server(),
                    resting.residentBytes() / KIB,
                    resting.liveBytes() == null ? "" : String.format(Locale.ROOT, "%.1f", resting.liveBytes() / KIB),
                    resting.coldMicros(),
                    resting.warmMicros());
        }
    }

    private void durable() {
        if (report.durable().isEmpty()) {
            return;
        }
        heading(
                "W5: %d senders, every message on disk before its receipt",
                report.durable().get(0).senders());
        columns("Parley", "receipts/s", "p50 ms", "p99 ms", "max ms", "µs CPU a message", "faults");
        for (Durable durable : report.durable()) {
            LoadResult outcome = durable.outcome();
            line(
                    "| %s | %,.0f | %.2f | %.2f | %.1f | %.1f | %s |",
                    durable.what(),
                    durable.receiptsPerSecond(),
                    outcome.receiptLatency().p50(),
                    outcome.receiptLatency().p99(),
                    outcome.receiptLatency().max(),
                    (double) outcome.serverCpuMicros() / Math.max(1, outcome.receipts()),
                    outcome.faults().isEmpty() ? "none" : Faults.words(outcome.faults()));
        }
    }

    private void flushed() {
        if (report.flushed().isEmpty()) {
            return;
        }
        heading("W5: messages in each transaction, which is one flush, counted with strace");
        columns("messages/s", "messages", "flushes", "messages in each");
        for (Flushed flushed : report.flushed()) {
            line(
                    "| %,.0f | %,d | %,d | %.1f |",
                    flushed.perSecond(), flushed.messages(), flushed.flushes(), flushed.messagesPerFlush());
        }
    }

    private void sweep(String workload, String title) {
        List<Turn> turns = report.turns(workload);
        if (turns.isEmpty()) {
            return;
        }
        heading("%s", title);
        columns(
                "readers",
                "rooms",
                "messages/s",
                "server",
                "µs CPU a delivery",
                "µs CPU a message",
                "p99 ms",
                "faults");
        for (Turn turn : turns) {
            line(
                    "| %,d | %,d | %,.0f | %s | %.2f | %.0f | %.2f | %s |",
                    turn.readers(),
                    turn.rooms(),
                    turn.perSecond(),
                    turn.server(),
                    turn.outcome().serverCpuMicrosPerDelivery(),
                    turn.outcome().serverCpuMicros()
                            / (turn.perSecond() * turn.outcome().seconds()),
                    turn.outcome().latency().p99(),
                    Faults.words(List.of(turn)));
        }
    }

    private void started() {
        if (report.started().isEmpty()) {
            return;
        }
        heading("From the start of the process until the page's port is open");
        columns("server", "s", "least", "most");
        report.started()
                .forEach(started -> line(
                        "| %s | %.2f | %.2f | %.2f |",
                        started.server(), started.seconds(), started.least(), started.most()));
    }

    private void beside() {
        if (report.beside().isEmpty()) {
            return;
        }
        heading("Some of the readers do not read at all");
        columns(
                "server",
                "readers",
                "do not read",
                "others' p99 ms without them",
                "with them",
                "by so much more, least to most",
                "MiB before",
                "after");
        report.beside().stream()
                .map(Beside::server)
                .distinct()
                .forEach(server -> beside(report.beside().stream()
                        .filter(beside -> beside.server().equals(server))
                        .toList()));
    }

    private void beside(List<Beside> turns) {
        var more = turns.stream()
                .mapToDouble(turn ->
                        turn.with().latency().p99() - turn.without().latency().p99())
                .summaryStatistics();
        line(
                "| %s | %,d | %,d | %.2f | %.2f | %.2f to %.2f | %.0f | %.0f |",
                turns.get(0).server(),
                turns.get(0).readers(),
                turns.get(0).deaf(),
                Medians.of(turns, turn -> turn.without().latency().p99()),
                Medians.of(turns, turn -> turn.with().latency().p99()),
                more.getMin(),
                more.getMax(),
                Medians.of(turns, turn -> turn.residentBefore() / KIB / KIB),
                Medians.of(turns, turn -> turn.residentAfter() / KIB / KIB));
    }
}
