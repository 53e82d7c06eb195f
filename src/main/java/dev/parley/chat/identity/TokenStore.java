package dev.parley.chat.identity;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * Port: the tokens that were given out, by their digests, kept over a restart.
 *
 * <p>A token is valid for eight days after its last use. What {@link #save} returned from is on disk. The methods
 * may block on a disk, and are called from threads that may be blocked; several may call at once.
 */
public interface TokenStore {

    /** Whoever holds the token of this digest, and the name it is used under. */
    record TokenOwner(String digest, String name) {}

    /** The name last used with this token, if the token was given out here and is still valid. */
    Optional<String> lastName(String digest);

    /** Notes that these tokens are in use at this time under these names, and keeps that over a restart; all or none. */
    void save(Collection<TokenOwner> tokenOwners, Instant at);

    /** Notes that these tokens are in use at this time; may be lost with the last moments before a crash. */
    void touch(Collection<String> digests, Instant at);
}
