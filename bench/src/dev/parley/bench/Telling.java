package dev.parley.bench;

import dev.parley.bench.load.LoadResult;
import dev.parley.bench.report.FaultText;
import java.util.Locale;

/** How it goes, in lines. */
final class Telling {

    /** The load is to be sent when it is due; later than this, the figures are not to be trusted. */
    private static final double LATE_MILLIS = 5;

    private Telling() {}

    /** What came of one turn. */
    static void turn(Journal journal, String workload, String server, int round, LoadResult outcome) {
        journal.say(
                "%-8s %d  %-12s %7.2f µs/delivery (load %5.2f)  %8.0f/s  p50 %7.2f  p99 %7.2f  max %7.1f ms%s",
                workload,
                round,
                server,
                outcome.serverCpuMicrosPerDelivery(),
                outcome.loadCpuMicrosPerDelivery(),
                outcome.deliveries() / outcome.seconds(),
                outcome.latency().p50(),
                outcome.latency().p99(),
                outcome.latency().max(),
                remarks(outcome));
    }

    /** What is to be said against it. */
    static String remarks(LoadResult outcome) {
        String late = outcome.sendDelay().p99() > LATE_MILLIS
                ? String.format(
                        Locale.ROOT,
                        "  (the load was %.1f ms late)",
                        outcome.sendDelay().p99())
                : "";
        return late + (outcome.faults().isEmpty() ? "" : "  " + FaultText.of(outcome.faults()));
    }
}
