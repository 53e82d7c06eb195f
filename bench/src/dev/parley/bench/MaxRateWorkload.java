package dev.parley.bench;

import dev.parley.bench.load.ClientLayout;
import dev.parley.bench.load.ClientPool;
import dev.parley.bench.load.LoadFailedException;
import dev.parley.bench.load.LoadGenerator;
import dev.parley.bench.load.LoadProfile;
import dev.parley.bench.load.LoadResult;
import dev.parley.bench.report.FaultText;
import dev.parley.bench.report.MaxRateResult;
import dev.parley.bench.server.Server;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** W3: 1,000 readers; the rate increases in steps until p99 exceeds 250 ms or a message is lost. */
final class MaxRateWorkload {

    private static final double FIRST_RATE = 40;
    private static final double RATE_FACTOR = 1.25;
    private static final int MAX_STEPS = 24;
    private static final double MAX_P99_MILLIS = 250;
    private static final double WARMUP_SECONDS = 1;
    private static final double MAX_STEP_SECONDS = 5;

    private final BenchmarkContext context;

    MaxRateWorkload(BenchmarkContext context) {
        this.context = context;
    }

    void run() {
        for (String name : context.servers()) {
            if (context.isTimeUp()) {
                return;
            }
            MaxRateResult result = measure(context.warmServer(name));
            context.log()
                    .print(
                            "W3       %-12s sustained %.0f messages/s, %.0f deliveries/s; next step: %s",
                            name, result.messagesPerSecond(), result.deliveriesPerSecond(), result.nextStep());
            context.log().add(result);
            // After an overload, the server may be busy for a long time.
            context.stopServer(name);
        }
    }

    private MaxRateResult measure(Server server) {
        int readers = context.scale().readers(1_000);
        double seconds = Math.min(MAX_STEP_SECONDS, context.scale().seconds());
        LoadResult sustained = null;
        double sustainedRate = 0;
        String nextStep = "not measured";
        try (ClientPool pool = context.newPool(server, ClientLayout.oneRoom(readers))) {
            pool.connect();
            pool.verifyDelivery();
            LoadGenerator generator = new LoadGenerator(pool, context.cpuMeter(server));
            double rate = FIRST_RATE;
            for (int i = 0; i < MAX_STEPS; i++, rate *= RATE_FACTOR) {
                LoadResult result = step(generator, server, rate, seconds, i + 1);
                String problem = problem(result);
                if (problem != null && isRetryable(result)) {
                    // Other processes may have used the CPU, so the step is measured once more.
                    result = step(generator, server, rate, seconds, i + 1);
                    problem = problem(result);
                }
                if (problem != null) {
                    nextStep = String.format(Locale.ROOT, "%,.0f messages/s: %s", rate, problem);
                    break;
                }
                sustained = result;
                sustainedRate = rate;
            }
        } catch (LoadFailedException e) {
            nextStep = e.reason();
        }
        return new MaxRateResult(
                server.name(),
                readers,
                sustainedRate,
                sustained == null ? 0 : sustained.deliveries() / sustained.seconds(),
                sustained,
                nextStep);
    }

    private LoadResult step(LoadGenerator generator, Server server, double rate, double seconds, int number) {
        LoadResult result = generator.openLoop(new LoadProfile(rate, WARMUP_SECONDS, seconds), false);
        ProgressPrinter.print(context.log(), "W3", number, server.name(), result);
        return result;
    }

    private static boolean isRetryable(LoadResult result) {
        return result.faults().disconnected() == 0;
    }

    /** Returns why the server did not sustain the rate, or null if it did. */
    private static @Nullable String problem(LoadResult result) {
        LoadResult.Faults faults = result.faults();
        if (faults.lost() > 0 || faults.disconnected() > 0) {
            return FaultText.of(faults);
        }
        return result.latency().p99() > MAX_P99_MILLIS
                ? String.format(Locale.ROOT, "p99 %,.0f ms", result.latency().p99())
                : null;
    }
}
