package dev.parley;

import dev.parley.chat.room.Histogram;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * A histogram of ours as Prometheus knows them. Not a meter of Micrometer, which would have to be told every single
 * value at the moment it is measured.
 *
 * @param name as Prometheus writes it
 * @param help what it tells, a sentence
 * @param unit how many of the histogram's units one of Prometheus's is: a second has 1e9 nanoseconds
 */
public record Spread(String name, String help, Histogram histogram, double unit) implements Collector {

    @Override
    public MetricSnapshot collect() {
        List<Double> bounds = new ArrayList<>();
        histogram.bounds().forEach(bound -> bounds.add(bound / unit));
        bounds.add(Double.POSITIVE_INFINITY);
        return HistogramSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, histogram.counts()))
                        .sum(histogram.sum() / unit)
                        .build())
                .build();
    }

    @Override
    public String getPrometheusName() {
        return name;
    }
}
