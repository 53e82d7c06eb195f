package dev.parley.bench.report;

import dev.parley.bench.load.LoadResult;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToLongFunction;

/** Formats delivery faults for tables and progress lines. */
public final class FaultText {

    private FaultText() {}

    /** Returns the number of each kind of fault that occurred; an empty string if none did. */
    public static String of(LoadResult.Faults faults) {
        StringBuilder text = new StringBuilder();
        append(text, faults.lost(), "lost");
        append(text, faults.duplicates(), "duplicates");
        append(text, faults.reordered(), "out of order");
        append(text, faults.gaps(), "gaps in seq");
        append(text, faults.differentOrder(), "readers with a different order");
        append(text, faults.unacknowledged(), "unacknowledged");
        append(text, faults.disconnected(), "readers disconnected");
        return text + (faults.closeReason() == null ? "" : " (" + faults.closeReason() + ")");
    }

    private static void append(StringBuilder text, long count, String kind) {
        if (count != 0) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(String.format(Locale.ROOT, "%,d", count))
                    .append(' ')
                    .append(kind);
        }
    }

    /** Returns the sum of the faults of all measurements; "none" if there are none. */
    static String of(Collection<Measurement> measurements) {
        LoadResult.Faults sum = new LoadResult.Faults(
                sum(measurements, LoadResult.Faults::lost),
                sum(measurements, LoadResult.Faults::duplicates),
                sum(measurements, LoadResult.Faults::reordered),
                sum(measurements, LoadResult.Faults::gaps),
                sum(measurements, LoadResult.Faults::differentOrder),
                sum(measurements, LoadResult.Faults::unacknowledged),
                sum(measurements, LoadResult.Faults::disconnected),
                measurements.stream()
                        .map(measurement -> measurement.result().faults().closeReason())
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null));
        return ofOrNone(sum);
    }

    /** Returns the same as {@link #of(LoadResult.Faults)}; "none" instead of an empty string. */
    static String ofOrNone(LoadResult.Faults faults) {
        return faults.isEmpty() ? "none" : of(faults);
    }

    private static long sum(Collection<Measurement> measurements, ToLongFunction<LoadResult.Faults> count) {
        return measurements.stream()
                .mapToLong(measurement -> count.applyAsLong(measurement.result().faults()))
                .sum();
    }
}
