package dev.parley.room;

import dev.parley.people.Alarms;
import dev.parley.people.Sanctions;
import dev.parley.people.Tokens;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What a house works with.
 *
 * @param lanes runs the lanes of the rooms and of the register; may be blocked by the history's disk
 * @param pages reads pages of history, tokens and sanctions; may be blocked by the disk, and holds no more tasks than there are
 *     connections
 */
public record Means(
        History history,
        Tokens tokens,
        Sanctions sanctions,
        Clock clock,
        Alarms alarms,
        Executor lanes,
        Executor pages) {

    /** Returns the part that rooms need. */
    RoomResources forRooms() {
        return new RoomResources(history, clock, alarms, lanes, pages);
    }

    /**
     * Reads on a thread that may block.
     *
     * @return the value; fails if {@code reading} fails or if the queue of reads is full
     */
    <T> CompletionStage<T> read(Supplier<T> reading) {
        return forRooms().read(reading);
    }
}
