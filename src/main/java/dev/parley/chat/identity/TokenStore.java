package dev.parley.chat.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Port: stores the digests of resume tokens, for all nodes of a server.
 *
 * <p>Each call takes effect as a whole or not at all, before its stage completes: what it has stored survives the end of the
 * process where the store is on disk, and is found by every call that any node makes later. Of calls that overlap any may
 * be the first. Thread-safe; no method blocks. A stage may complete on any thread, also before the method returns; it
 * completes with a {@code StorageException} if the storage fails, or with a {@code RejectedExecutionException} if too many
 * calls wait, and then nothing has changed.
 */
public interface TokenStore {

    /** The time for which a token is valid after its last use. */
    Duration VALIDITY = Duration.ofDays(8);

    /** The owner of the token of a digest, and the nickname. */
    record TokenOwner(String digest, String name) {}

    /** Returns the last nickname of a token, if the token is valid. */
    CompletionStage<Optional<String>> lastName(String digest);

    /** Stores that tokens are in use at a time under these nicknames. */
    CompletionStage<Void> save(Collection<TokenOwner> tokenOwners, Instant at);

    /** Stores that tokens are in use at a time. Creates none; a crash may lose the latest calls. */
    CompletionStage<Void> touch(Collection<String> digests, Instant at);
}
