package dev.parley.chat.moderation;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Port: stores the bots, for all nodes of a server.
 *
 * <p>Each call takes effect as a whole or not at all, before its stage completes: what it has stored survives the end of the
 * process where the store is on disk, and is found by every call that any node makes later. Of calls that overlap any may
 * be the first. Thread-safe; no method blocks. A stage may complete on any thread, also before the method returns; it
 * completes with a {@code StorageException} if the storage fails, or with a {@code RejectedExecutionException} if too many
 * calls wait, and then nothing has changed.
 */
public interface BotStore {

    /** Returns the bots, the oldest first. */
    CompletionStage<List<Bot>> all();

    /**
     * Stores a bot, unless another one has a nickname with the same {@linkplain dev.parley.chat.identity.Nickname#key key}.
     *
     * @return whether it is stored
     */
    CompletionStage<Boolean> add(Bot bot);

    /** Deletes a bot, if there is one with this id. */
    CompletionStage<Void> delete(String userId);
}
