package dev.parley.chat.room;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of storing a round's drafts, to be told one after the other. Confined to the room's lane. */
final class AppendResult {

    private final RoomName room;
    private final Iterator<MessageHistory.AppendedDraft> appendedDrafts;
    private final @Nullable Refusal refusal;

    private AppendResult(RoomName room, List<MessageHistory.AppendedDraft> appendedDrafts, @Nullable Refusal refusal) {
        this.room = room;
        this.appendedDrafts = appendedDrafts.iterator();
        this.refusal = refusal;
    }

    /** Stored, an entry for each draft. */
    static AppendResult stored(RoomName room, List<MessageHistory.AppendedDraft> appendedDrafts) {
        return new AppendResult(room, appendedDrafts, null);
    }

    /** Not stored, none of it. */
    static AppendResult refused(RoomName room, Refusal refusal) {
        return new AppendResult(room, List.of(), refusal);
    }

    /** Puts the next draft's message on the tail if it is new, and makes the sender's answer. */
    RequestResult deliver(MessageDraft messageDraft, ReplayBuffer replayBuffer) {
        if (refusal != null) {
            return refusal;
        }
        if (!(appendedDrafts.next() instanceof MessageHistory.Stored stored)) {
            Reference reference = messageDraft.reference();
            return reference == null ? Refusal.storageFailed() : Refusal.referenceConflict(reference);
        }
        Message message = stored.message();
        if (!stored.repeated()) {
            replayBuffer.add(message);
        }
        return new Receipt(room, message.position(), message.at(), message.reference());
    }
}
