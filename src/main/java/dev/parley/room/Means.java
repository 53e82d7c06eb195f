package dev.parley.room;

import dev.parley.people.Alarms;
import dev.parley.people.Sanctions;
import dev.parley.people.Tokens;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
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

    /** Reads something from where it may block; fails if that fails, or if too much is waiting to be read already. */
    <T> CompletionStage<T> read(Supplier<T> reading) {
        try {
            return CompletableFuture.supplyAsync(reading, pages);
        } catch (RejectedExecutionException full) {
            return CompletableFuture.failedFuture(full);
        }
    }
}
