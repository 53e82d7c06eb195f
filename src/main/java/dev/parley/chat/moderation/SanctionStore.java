package dev.parley.chat.moderation;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Port: stores bans and mutes, for all nodes of a server.
 *
 * <p>Each call takes effect as a whole or not at all, before its stage completes: what it has stored survives the end of the
 * process where the store is on disk, and is found by every call that any node makes later. Of calls that overlap any may
 * be the first. Thread-safe; no method blocks. A stage may complete on any thread, also before the method returns; it
 * completes with a {@code StorageException} if the storage fails, or with a {@code RejectedExecutionException} if too many
 * calls wait, and then nothing has changed.
 */
public interface SanctionStore {

    /** Returns the stored sanctions, the oldest first; expired ones may be among them. */
    CompletionStage<List<Sanction>> all();

    /** Stores a sanction, in place of one of the same kind and {@link Sanction#target target}. */
    CompletionStage<Void> save(Sanction sanction);

    /** Deletes the sanction of this kind and target, if there is one. */
    CompletionStage<Void> delete(Sanction sanction);
}
