package dev.parley.chat.session;

import dev.parley.chat.identity.TokenStore;
import dev.parley.chat.moderation.SanctionStore;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.RoomRelay;
import dev.parley.chat.room.RoomResources;
import dev.parley.chat.room.Scheduler;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Holds what the core needs from outside.
 *
 * @param forRooms what rooms need; its executor also runs the token writer, which may block on the disk
 * @param pages reads tokens and sanctions; its threads may block on the disk, and its queue is bounded
 */
public record ServerResources(
        RoomResources forRooms, TokenStore tokenStore, SanctionStore sanctionStore, Executor pages) {

    /** Creates the resources of a server that has one node. */
    public ServerResources(
            MessageHistory messageHistory,
            TokenStore tokenStore,
            SanctionStore sanctionStore,
            Clock clock,
            Scheduler scheduler,
            Executor lanes,
            Executor pages) {
        this(
                new RoomResources(messageHistory, RoomRelay.NONE, clock, scheduler, lanes),
                tokenStore,
                sanctionStore,
                pages);
    }

    /** Returns the clock of the rooms. */
    Clock clock() {
        return forRooms.clock();
    }

    /** Returns the scheduler of the rooms. */
    Scheduler scheduler() {
        return forRooms.scheduler();
    }

    /** Returns the executor of the rooms. */
    Executor lanes() {
        return forRooms.lanes();
    }

    /**
     * Reads on a thread that may block.
     *
     * @return the value; fails if {@code reading} fails or if the queue of reads is full
     */
    <T> CompletionStage<T> read(Supplier<T> reading) {
        try {
            return CompletableFuture.supplyAsync(reading, pages);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
