package dev.parley.bench.report;

import dev.parley.bench.load.LoadResult;
import org.jspecify.annotations.Nullable;

/**
 * One measurement of one server under one workload.
 *
 * @param workload the name of the workload, such as {@code W1}
 * @param server the name of the server
 * @param round the number of the round, from 1
 * @param readers the number of connected clients; all of them read
 * @param rooms the number of rooms over which the readers are distributed
 * @param messagesPerSecond the rate of all senders together
 * @param result the result
 * @param floorRatio the CPU time per delivery as a multiple of that of the floor, measured before and after; null if
 *     the floor was not measured
 */
public record Measurement(
        String workload,
        String server,
        int round,
        int readers,
        int rooms,
        double messagesPerSecond,
        LoadResult result,
        @Nullable Double floorRatio) {

    /** Returns a copy with the ratio to the floor, whose CPU time per delivery is given in microseconds. */
    public Measurement withFloor(double floorMicrosPerDelivery) {
        return new Measurement(
                workload,
                server,
                round,
                readers,
                rooms,
                messagesPerSecond,
                result,
                result.serverCpuMicrosPerDelivery() / floorMicrosPerDelivery);
    }
}
