package dev.parley.bench.report;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** The medians of all measurements of one server under one workload. */
record Medians(String server, List<Measurement> measurements) {

    /** Groups measurements by server, in the order of their first measurement. */
    static List<Medians> of(List<Measurement> measurements) {
        return measurements.stream()
                .map(Measurement::server)
                .distinct()
                .map(server -> new Medians(
                        server,
                        measurements.stream()
                                .filter(measurement -> measurement.server().equals(server))
                                .toList()))
                .toList();
    }

    /** Returns the median of a value of the measurements. */
    double median(ToDoubleFunction<Measurement> value) {
        return median(measurements, value);
    }

    /** Returns the median of a value of at least one element. */
    static <T> double median(List<T> elements, ToDoubleFunction<T> value) {
        double[] sorted = elements.stream().mapToDouble(value).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Returns the median of the server's CPU time per delivery, in microseconds. */
    double serverCpuMicrosPerDelivery() {
        return median(measurement -> measurement.result().serverCpuMicrosPerDelivery());
    }

    /** Returns the range of the server's CPU time per delivery, in microseconds. */
    DoubleSummaryStatistics serverCpuMicrosRange() {
        return measurements.stream()
                .mapToDouble(measurement -> measurement.result().serverCpuMicrosPerDelivery())
                .summaryStatistics();
    }

    /** Returns the median of the ratio to the floor; NaN if the floor was not measured. */
    double floorRatio() {
        boolean measured = measurements.stream().map(Measurement::floorRatio).allMatch(Objects::nonNull);
        return measured ? median(measurement -> Objects.requireNonNull(measurement.floorRatio())) : Double.NaN;
    }
}
