package dev.parley.bench.report;

import dev.parley.bench.load.LoadResult;
import org.jspecify.annotations.Nullable;

/**
 * One server under one load, once.
 *
 * @param workload of which kind, such as {@code W1}
 * @param server its name
 * @param round the how manieth time, from 1
 * @param readers connected, all of whom hear everything in their room
 * @param rooms over which they are spread
 * @param perSecond messages a second that were due
 * @param outcome what came of it
 * @param ratio CPU for a delivery as a multiple of the floor's, just before and after; null if no floor was measured
 */
public record Turn(
        String workload,
        String server,
        int round,
        int readers,
        int rooms,
        double perSecond,
        LoadResult outcome,
        @Nullable Double ratio) {

    /** The same, beside the floor. */
    public Turn beside(double floorMicros) {
        return new Turn(
                workload,
                server,
                round,
                readers,
                rooms,
                perSecond,
                outcome,
                outcome.serverCpuMicrosPerDelivery() / floorMicros);
    }
}
