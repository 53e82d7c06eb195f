package dev.parley.chat.moderation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Port: stores the operators and the codes that are not used yet, for all nodes of a server.
 *
 * <p>Each call takes effect as a whole or not at all, before its stage completes: what it has stored survives the end of the
 * process where the store is on disk, and is found by every call that any node makes later. Of calls that overlap any may
 * be the first. Thread-safe; no method blocks. A stage may complete on any thread, also before the method returns; it
 * completes with a {@code StorageException} if the storage fails, or with a {@code RejectedExecutionException} if too many
 * calls wait, and then nothing has changed.
 */
public interface OperatorStore {

    /** Returns the operators, the oldest first, with the last nickname of each. */
    CompletionStage<List<OperatorGrant>> all();

    /** Stores a grant, in place of one of the same user. */
    CompletionStage<Void> save(OperatorGrant grant);

    /** Deletes the grant of a user, if there is one. */
    CompletionStage<Void> delete(String userId);

    /** Stores the digest of a code, the name of the operator who created it, and the end of its validity. */
    CompletionStage<Void> saveCode(String digest, String grantedBy, Instant until);

    /**
     * Uses a code up, and deletes all that have expired. Of several calls for one code, at most one finds it.
     *
     * @return the name of the operator who created the code; empty if it is unknown, used or expired
     */
    CompletionStage<Optional<String>> redeem(String digest, Instant now);
}
