package dev.parley.bench.report;

import dev.parley.bench.load.LoadResult;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;

/** What went wrong, in words. */
public final class Faults {

    private Faults() {}

    /** As many as there are of each kind; empty if there are none. */
    public static String words(LoadResult.Faults faults) {
        StringBuilder words = new StringBuilder();
        count(words, faults.lost(), "lost");
        count(words, faults.duplicates(), "twice");
        count(words, faults.reordered(), "out of order");
        count(words, faults.gaps(), "gaps");
        count(words, faults.differentOrder(), "readers disagree");
        count(words, faults.unacknowledged(), "without receipt");
        count(words, faults.disconnected(), "readers cut off");
        return words + (faults.closeReason() == null ? "" : " (" + faults.closeReason() + ")");
    }

    private static void count(StringBuilder words, long count, String what) {
        if (count != 0) {
            words.append(words.isEmpty() ? "" : ", ")
                    .append(String.format(Locale.ROOT, "%,d", count))
                    .append(' ')
                    .append(what);
        }
    }

    /** Of several turns together; "none" if there are none. */
    static String words(Collection<Turn> turns) {
        LoadResult.Faults all = new LoadResult.Faults(
                turns.stream().mapToLong(turn -> turn.outcome().faults().lost()).sum(),
                turns.stream()
                        .mapToLong(turn -> turn.outcome().faults().duplicates())
                        .sum(),
                turns.stream()
                        .mapToLong(turn -> turn.outcome().faults().reordered())
                        .sum(),
                turns.stream().mapToLong(turn -> turn.outcome().faults().gaps()).sum(),
                turns.stream()
                        .mapToLong(turn -> turn.outcome().faults().differentOrder())
                        .sum(),
                turns.stream()
                        .mapToLong(turn -> turn.outcome().faults().unacknowledged())
                        .sum(),
                turns.stream()
                        .mapToLong(turn -> turn.outcome().faults().disconnected())
                        .sum(),
                turns.stream()
                        .map(turn -> turn.outcome().faults().closeReason())
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null));
        return all.isEmpty() ? "none" : words(all);
    }
}
