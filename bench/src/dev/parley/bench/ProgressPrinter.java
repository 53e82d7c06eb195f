package dev.parley.bench;

import dev.parley.bench.load.LoadResult;
import dev.parley.bench.report.FaultText;
import java.util.Locale;

/** Formats results as progress lines. */
final class ProgressPrinter {

    /** The send delay above which the load generator was too slow, so that the figures are not reliable. */
    private static final double MAX_SEND_DELAY_MILLIS = 5;

    private ProgressPrinter() {}

    /**
     * Prints one line for a result.
     *
     * @param number the round, the step, or the size that the workload varies
     */
    static void print(ResultLog log, String workload, int number, String server, LoadResult result) {
        log.print(
                "%-8s %d  %-12s %7.2f µs CPU/delivery (load %5.2f)  %8.0f deliveries/s  p50 %7.2f  p99 %7.2f  max %7.1f ms%s",
                workload,
                number,
                server,
                result.serverCpuMicrosPerDelivery(),
                result.loadCpuMicrosPerDelivery(),
                result.deliveries() / result.seconds(),
                result.latency().p50(),
                result.latency().p99(),
                result.latency().max(),
                remarks(result));
    }

    /** Returns a high send delay and the delivery faults, each after two spaces; an empty string if there are none. */
    static String remarks(LoadResult result) {
        String sendDelay = result.sendDelay().p99() > MAX_SEND_DELAY_MILLIS
                ? String.format(
                        Locale.ROOT,
                        "  (p99 send delay %.1f ms)",
                        result.sendDelay().p99())
                : "";
        return sendDelay + (result.faults().isEmpty() ? "" : "  " + FaultText.of(result.faults()));
    }
}
