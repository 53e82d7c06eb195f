package dev.parley.bench;

import dev.parley.bench.report.FlushResult;
import dev.parley.bench.report.IdleResult;
import dev.parley.bench.report.MaxRateResult;
import dev.parley.bench.report.Measurement;
import dev.parley.bench.report.PublishResult;
import dev.parley.bench.report.Report;
import dev.parley.bench.report.SlowConsumerResult;
import dev.parley.bench.report.StartupResult;
import dev.parley.bench.report.StreamMemory;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints the progress of the benchmark, and collects its results. Confined to the thread that measures. */
final class ResultLog {

    private final PrintStream out;
    private final long startedAt = System.nanoTime();
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<MaxRateResult> maxRate = new ArrayList<>();
    private final List<IdleResult> idle = new ArrayList<>();
    private final List<PublishResult> publish = new ArrayList<>();
    private final List<FlushResult> flush = new ArrayList<>();
    private final List<SlowConsumerResult> slowConsumer = new ArrayList<>();
    private final List<StartupResult> startup = new ArrayList<>();
    private final List<StreamMemory> streamMemory = new ArrayList<>();

    ResultLog(PrintStream out) {
        this.out = out;
    }

    /** Prints a line with the elapsed time; format and arguments are those of {@link String#format}. */
    void print(String format, Object... arguments) {
        long seconds = elapsed().toSeconds();
        out.printf(Locale.ROOT, "%3d:%02d  ", seconds / 60, seconds % 60);
        out.printf(Locale.ROOT, format + "%n", arguments);
    }

    /** Returns the time since the start of the benchmark. */
    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    void add(Measurement result) {
        measurements.add(result);
    }

    void add(MaxRateResult result) {
        maxRate.add(result);
    }

    void add(IdleResult result) {
        idle.add(result);
    }

    void add(PublishResult result) {
        publish.add(result);
    }

    void add(FlushResult result) {
        flush.add(result);
    }

    void add(SlowConsumerResult result) {
        slowConsumer.add(result);
    }

    void add(StartupResult result) {
        startup.add(result);
    }

    void add(StreamMemory result) {
        streamMemory.add(result);
    }

    /** Returns a report of all results so far. */
    Report report(String date, Map<String, String> environment, double scale) {
        return new Report(
                date,
                environment,
                scale,
                List.copyOf(measurements),
                List.copyOf(maxRate),
                List.copyOf(idle),
                List.copyOf(publish),
                List.copyOf(flush),
                List.copyOf(slowConsumer),
                List.copyOf(startup),
                List.copyOf(streamMemory));
    }
}
