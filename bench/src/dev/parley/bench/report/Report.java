package dev.parley.bench.report;

import java.util.List;
import java.util.Map;

/**
 * All results of one run of the benchmark.
 *
 * @param date the start of the run, in ISO 8601
 * @param environment the machine, the software and the options, by name
 * @param scale the factor of all readers and rates; with a factor other than 1 the results are not comparable
 * @param measurements the results of W1, W2, {@code readers}, {@code rooms} and {@code streams}
 * @param maxRate the results of W3
 * @param idle the results of W4
 * @param publish the results of W5 with receipts
 * @param flush the results of W5 with counted flushes
 * @param slowConsumer the results of {@code slow}
 * @param startup the results of {@code start}
 * @param streamMemory the memory of the connections of {@code streams}
 */
public record Report(
        String date,
        Map<String, String> environment,
        double scale,
        List<Measurement> measurements,
        List<MaxRateResult> maxRate,
        List<IdleResult> idle,
        List<PublishResult> publish,
        List<FlushResult> flush,
        List<SlowConsumerResult> slowConsumer,
        List<StartupResult> startup,
        List<StreamMemory> streamMemory) {

    /** Returns the measurements of one workload, in the order in which they were made. */
    public List<Measurement> measurements(String workload) {
        return measurements.stream()
                .filter(measurement -> measurement.workload().equals(workload))
                .toList();
    }
}
