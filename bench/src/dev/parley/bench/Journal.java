package dev.parley.bench;

import dev.parley.bench.report.FlushResult;
import dev.parley.bench.report.IdleResult;
import dev.parley.bench.report.MaxRateResult;
import dev.parley.bench.report.Measurement;
import dev.parley.bench.report.PublishResult;
import dev.parley.bench.report.Report;
import dev.parley.bench.report.SlowConsumerResult;
import dev.parley.bench.report.StartupResult;
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
    private final List<Measurement> turns = new ArrayList<>();
    private final List<MaxRateResult> held = new ArrayList<>();
    private final List<IdleResult> resting = new ArrayList<>();
    private final List<PublishResult> durable = new ArrayList<>();
    private final List<FlushResult> flushed = new ArrayList<>();
    private final List<SlowConsumerResult> beside = new ArrayList<>();
    private final List<StartupResult> started = new ArrayList<>();

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

    void add(Measurement turn) {
        turns.add(turn);
    }

    void add(MaxRateResult highest) {
        held.add(highest);
    }

    void add(IdleResult idle) {
        resting.add(idle);
    }

    void add(PublishResult posting) {
        durable.add(posting);
    }

    void add(FlushResult counted) {
        flushed.add(counted);
    }

    void add(SlowConsumerResult compared) {
        beside.add(compared);
    }

    void add(StartupResult start) {
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
