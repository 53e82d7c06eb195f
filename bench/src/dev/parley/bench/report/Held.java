package dev.parley.bench.report;

import dev.parley.bench.load.LoadResult;
import org.jspecify.annotations.Nullable;

/**
 * The highest rate at which a server kept up.
 *
 * @param server its name
 * @param readers connected
 * @param perSecond messages a second; 0 if it kept up with none that was tried
 * @param deliveriesPerSecond heard a second at that rate
 * @param last what came of the highest rate held; null if none was
 * @param beyond why the next rate was not: latency, or what went wrong
 */
public record Held(
        String server,
        int readers,
        double perSecond,
        double deliveriesPerSecond,
        @Nullable LoadResult last,
        String beyond) {}
