package dev.parley.chat.session;

import dev.parley.chat.identity.TokenStore;
import dev.parley.chat.moderation.SanctionStore;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.RoomResources;
import dev.parley.chat.room.Scheduler;
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
public record ServerResources(
        MessageHistory messageHistory,
        TokenStore tokenStore,
        SanctionStore sanctionStore,
        Clock clock,
        Scheduler scheduler,
        Executor lanes,
        Executor pages) {

    /** Returns the part that rooms need. */
    RoomResources forRooms() {
        return new RoomResources(messageHistory, clock, scheduler, lanes, pages);
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
