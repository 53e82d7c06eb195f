package dev.parley.bench.report;

import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** The turns of one server under one load, as one: medians of what varies, sums of what went wrong. */
record Medians(String server, List<Turn> turns) {

    double of(ToDoubleFunction<Turn> figure) {
        return of(turns, figure);
    }

    /** The median of a figure of some turns, of which there is one at least. */
    static <T> double of(List<T> turns, ToDoubleFunction<T> figure) {
        double[] sorted = turns.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    double micros() {
        return of(turn -> turn.outcome().serverCpuMicrosPerDelivery());
    }

    /** The least and the most CPU for a delivery that a turn took. */
    double[] span() {
        var all = turns.stream()
                .mapToDouble(turn -> turn.outcome().serverCpuMicrosPerDelivery())
                .summaryStatistics();
        return new double[] {all.getMin(), all.getMax()};
    }

    /** NaN if there was no floor. */
    double ratio() {
        boolean measured = turns.stream().map(Turn::ratio).allMatch(Objects::nonNull);
        return measured ? of(turn -> Objects.requireNonNull(turn.ratio())) : Double.NaN;
    }

    static List<Medians> of(List<Turn> turns) {
        return turns.stream()
                .map(Turn::server)
                .distinct()
                .map(server -> new Medians(
                        server,
                        turns.stream()
                                .filter(turn -> turn.server().equals(server))
                                .toList()))
                .toList();
    }
}
