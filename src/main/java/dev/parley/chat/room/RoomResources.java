package dev.parley.chat.room;

import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Holds what rooms need from outside the core.
 *
 * @param lanes runs the tasks of the rooms; its threads may block on the disk
 * @param pages reads pages of history; its threads may block on the disk, and its queue is bounded
 */
public record RoomResources(
        MessageHistory messageHistory, Clock clock, Scheduler scheduler, Executor lanes, Executor pages) {

    /**
     * Reads on a thread that may block.
     *
     * @return the value; fails if {@code reading} fails or if the queue of reads is full
     */
    public <T> CompletionStage<T> read(Supplier<T> reading) {
        try {
            return CompletableFuture.supplyAsync(reading, pages);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
