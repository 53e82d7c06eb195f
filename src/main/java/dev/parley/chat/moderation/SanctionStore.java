package dev.parley.chat.moderation;

import java.util.List;

/**
 * Port: bans and mutes, kept over a restart.
 *
 * <p>What {@link #save} and {@link #delete} returned from is on disk. The methods may block on a disk, and are called from
 * threads that may be blocked; several may call at once.
 */
public interface SanctionStore {

    /** All that are kept, the oldest first. One that is over may be among them or not. */
    List<Sanction> all();

    /** Keeps this one, in place of any of the same kind and {@link Sanction#target target}. */
    void save(Sanction sanction);

    /** Drops the one of this kind and target; nothing happens if there is none. */
    void delete(Sanction sanction);
}
