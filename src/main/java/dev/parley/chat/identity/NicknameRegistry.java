package dev.parley.chat.identity;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Port: the claims on nicknames, shared by all nodes of a server.
 *
 * <p>A nickname belongs to one user, with all nicknames of the same {@link Nickname#key key}. A user has one nickname and
 * one or more holders: one for each login in progress and for each entry of the user on a node. The claim of a user lasts
 * from its first holder to its last.
 *
 * <p>Each method takes effect at one moment between its call and the completion of its stage, in the same order for all
 * nodes: of concurrent claims on a nickname exactly one is granted. Thread-safe; no method blocks. A stage may complete on
 * any thread, also before the method returns. If the storage fails, it completes with a {@code StorageException}, and the
 * change may have taken effect: after a failed {@link #claim} the caller releases the holder.
 */
public interface NicknameRegistry {

    /**
     * The claim of a user on its nickname.
     *
     * @param version rises with each claim, rename and change of the absence of the user; of two claims that are read, the
     *     higher is later
     * @param absence the text that others see while the user is absent; empty otherwise
     */
    record Claim(String userId, Nickname nickname, long version, String absence) {}

    /** The result of a claim, or of a change of one. */
    sealed interface ClaimResult permits Granted, Taken, Gone {}

    /**
     * The nickname belongs to the user.
     *
     * @param shared whether the user had other holders, so that they may change the claim at any time
     */
    record Granted(Claim claim, boolean shared) implements ClaimResult {}

    /** The nickname, or one that looks like it, belongs to another user. */
    record Taken(Nickname holder) implements ClaimResult {}

    /** The holder is no holder of a nickname any more. */
    record Gone() implements ClaimResult {}

    /**
     * Claims a nickname for a user, and adds a holder. A user that has a nickname keeps it, and the wish is ignored.
     *
     * @param holder the holder, unique over all nodes
     * @return granted or taken
     */
    CompletionStage<ClaimResult> claim(Nickname wish, String userId, String holder);

    /**
     * Removes a holder of a user; with the last one, the nickname is free. Without effect if there is no such holder.
     *
     * @return completes when the holder is removed; never fails: the implementation repeats the attempt until then
     */
    CompletionStage<Void> release(String userId, String holder);

    /**
     * Changes the nickname of a user; the old one is free at the same moment.
     *
     * @param holder the holder that changes it
     */
    CompletionStage<ClaimResult> rename(String userId, String holder, Nickname wish);

    /**
     * Sets the absence of a user, which lasts as long as the claim.
     *
     * @param holder the holder that sets it
     * @param absence the text for others; empty if the user is present again
     * @return granted or gone
     */
    CompletionStage<ClaimResult> setAbsence(String userId, String holder, String absence);

    /** Returns the claim on a nickname, or on one that looks like it. */
    CompletionStage<Optional<Claim>> find(Nickname nickname);

    /** Returns the claim of a user. */
    CompletionStage<Optional<Claim>> claimOf(String userId);

    /** Returns those of the nicknames that cannot be claimed by another user at present. */
    CompletionStage<Set<Nickname>> taken(Collection<Nickname> nicknames);
}
