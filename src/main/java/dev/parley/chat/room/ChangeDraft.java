package dev.parley.chat.room;

/** A change of a message that is not stored yet. The history checks it in the transaction that stores it. */
public sealed interface ChangeDraft extends EntryDraft permits EditDraft, DeletionDraft, ReactionDraft {

    /** Returns the sequence number of the message. */
    long target();
}
