package dev.parley.bench;

import dev.parley.bench.report.Beside;
import dev.parley.bench.report.Durable;
import dev.parley.bench.report.Flushed;
import dev.parley.bench.report.Held;
import dev.parley.bench.report.Report;
import dev.parley.bench.report.Resting;
import dev.parley.bench.report.Started;
import dev.parley.bench.report.Turn;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What has been found so far, told as it is found. Confined to the thread that measures. */
final class Journal {

    private final PrintStream out;
    private final long startedAt = System.nanoTime();
    private final List<Turn> turns = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private final List<Resting> resting = new ArrayList<>();
    private final List<Durable> durable = new ArrayList<>();
    private final List<Flushed> flushed = new ArrayList<>();
    private final List<Beside> beside = new ArrayList<>();
    private final List<Started> started = new ArrayList<>();

    Journal(PrintStream out) {
        this.out = out;
    }

    /** Tells how it goes. */
    void say(String format, Object... what) {
        long seconds = elapsed().toSeconds();
        out.printf(Locale.ROOT, "%3d:%02d  ", seconds / 60, seconds % 60);
        out.printf(Locale.ROOT, format + "%n", what);
    }

    /** How long it has taken so far. */
    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    void add(Turn turn) {
        turns.add(turn);
    }

    void add(Held highest) {
        held.add(highest);
    }

    void add(Resting idle) {
        resting.add(idle);
    }

    void add(Durable posting) {
        durable.add(posting);
    }

    void add(Flushed counted) {
        flushed.add(counted);
    }

    void add(Beside compared) {
        beside.add(compared);
    }

    void add(Started start) {
        started.add(start);
    }

    Report report(String date, Map<String, String> machine, double scale) {
        return new Report(
                date,
                machine,
                scale,
                List.copyOf(turns),
                List.copyOf(held),
                List.copyOf(resting),
                List.copyOf(durable),
                List.copyOf(flushed),
                List.copyOf(beside),
                List.copyOf(started));
    }
}
