package dev.parley.chat.moderation;

import java.util.List;

/**
 * Port: stores bans and mutes.
 *
 * <p>When {@link #save} or {@link #delete} returns, the change is on disk. All methods may block on the disk and may be
 * called by several threads at once.
 */
public interface SanctionStore {

    /** Returns the stored sanctions, the oldest first; expired ones may be among them. */
    List<Sanction> all();

    /** Stores a sanction, in place of one of the same kind and {@link Sanction#target target}. */
    void save(Sanction sanction);

    /** Deletes the sanction of this kind and target, if there is one. */
    void delete(Sanction sanction);
}
