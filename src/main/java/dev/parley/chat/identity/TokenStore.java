package dev.parley.chat.identity;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * Port: stores the digests of resume tokens.
 *
 * <p>A token is valid for 8 days after its last use. When {@link #save} returns, the change is on disk. All methods may
 * block on the disk and may be called by several threads at once.
 */
public interface TokenStore {

    /** The owner of the token of a digest, and the nickname. */
    record TokenOwner(String digest, String name) {}

    /** Returns the last nickname of a token, if the token is valid. */
    Optional<String> lastName(String digest);

    /** Stores that tokens are in use at a time under these nicknames; all or none. */
    void save(Collection<TokenOwner> tokenOwners, Instant at);

    /** Stores that tokens are in use at a time; a crash may lose the latest calls. */
    void touch(Collection<String> digests, Instant at);
}
