package dev.parley.console;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Bounds the lines of a log per minute, for each source and in total, and counts those that are left out. A source is an
 * address or a kind of event. Not thread-safe.
 */
final class LogLimiter {

    private static final Duration PERIOD = Duration.ofMinutes(1);

    /** The number of sources that are counted for themselves; further ones share a count. */
    private static final int MOST_SOURCES = 1_000;

    private static final String OTHERS = "other addresses";

    /** The number of sources that a summary names. */
    private static final int MOST_NAMED = 3;

    private final Supplier<Instant> clock;
    private final int mostOfSource;
    private final int mostOfAll;
    private final Map<String, Lines> bySource = new LinkedHashMap<>();
    private int logged;
    private boolean isFull;
    private Instant end = Instant.MIN;

    /**
     * Creates a limiter.
     *
     * @param mostOfSource the lines of one source per minute
     * @param mostOfAll the lines of all sources per minute
     */
    LogLimiter(Supplier<Instant> clock, int mostOfSource, int mostOfAll) {
        this.clock = clock;
        this.mostOfSource = mostOfSource;
        this.mostOfAll = mostOfAll;
    }

    /** Begins a new minute if one is over; returns the summary of what was left out in it, if anything. */
    Optional<String> startPeriod() {
        Instant now = clock.get();
        if (now.isBefore(end)) {
            return Optional.empty();
        }
        Optional<String> summary = summary();
        bySource.clear();
        logged = 0;
        isFull = false;
        end = now.plus(PERIOD);
        return summary;
    }

    private Optional<String> summary() {
        int leftOut =
                bySource.values().stream().mapToInt(lines -> lines.leftOut).sum();
        return leftOut == 0
                ? Optional.empty()
                : Optional.of(leftOut + " events were not logged in the latest minute: "
                        + bySource.values().stream()
                                .filter(lines -> lines.leftOut > 0)
                                .sorted(Comparator.comparingInt((Lines lines) -> lines.leftOut)
                                        .reversed())
                                .limit(MOST_NAMED)
                                .map(lines -> lines.leftOut + " of " + lines.shown)
                                .collect(Collectors.joining(", "))
                        + ".");
    }

    /**
     * Counts a line.
     *
     * @param source what the limit applies to
     * @param shown the name of the source in a notice
     * @return whether the line is logged
     */
    boolean tryAcquire(String source, String shown) {
        Lines lines = lines(source, shown);
        if (lines.logged < mostOfSource && logged < mostOfAll) {
            lines.logged++;
            logged++;
            return true;
        }
        lines.leftOut++;
        return false;
    }

    private Lines lines(String source, String shown) {
        Lines known = bySource.get(source);
        if (known != null) {
            return known;
        }
        return bySource.size() < MOST_SOURCES
                ? bySource.computeIfAbsent(source, key -> new Lines(shown))
                : bySource.computeIfAbsent(OTHERS, key -> new Lines(OTHERS));
    }

    /** Returns the notice after the first line of this minute that was left out, of a source or in total. */
    Optional<String> notice(String source, String shown) {
        if (isFull || lines(source, shown).leftOut != 1) {
            return Optional.empty();
        }
        isFull = logged >= mostOfAll;
        return Optional.of(
                "Further events" + (isFull ? "" : " of " + shown) + " are not logged until the minute is over.");
    }

    private static final class Lines {
        private final String shown;
        private int logged;
        private int leftOut;

        Lines(String shown) {
            this.shown = shown;
        }
    }
}
