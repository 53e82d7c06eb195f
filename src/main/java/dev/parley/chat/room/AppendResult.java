package dev.parley.chat.room;

import dev.parley.text.RoomName;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The results of storing the drafts of one round, to be delivered in order. Confined to the room's executor. */
final class AppendResult {

    private final RoomName room;
    private final Iterator<MessageHistory.AppendedDraft> appendedDrafts;
    private final @Nullable Refusal refusal;

    private AppendResult(RoomName room, List<MessageHistory.AppendedDraft> appendedDrafts, @Nullable Refusal refusal) {
        this.room = room;
        this.appendedDrafts = appendedDrafts.iterator();
        this.refusal = refusal;
    }

    /** Creates the result of a commit, with an entry for each draft. */
    static AppendResult stored(RoomName room, List<MessageHistory.AppendedDraft> appendedDrafts) {
        return new AppendResult(room, appendedDrafts, null);
    }

    /** Creates the result of a failed commit, in which nothing was stored. */
    static AppendResult refused(RoomName room, Refusal refusal) {
        return new AppendResult(room, List.of(), refusal);
    }

    /** Adds the entry of the next draft to the replay buffer if it is new, and returns the result for its sender. */
    RequestResult deliver(EntryDraft draft, RoomHistory history, Instant now) {
        if (refusal != null) {
            return refusal;
        }
        MessageHistory.AppendedDraft appended = appendedDrafts.next();
        if (appended instanceof MessageHistory.Rejected rejected) {
            return rejected.reason().refusal();
        } else if (appended instanceof MessageHistory.Unchanged) {
            return new Acknowledgement(now);
        } else if (!(appended instanceof MessageHistory.Stored stored)) {
            Reference reference = draft.reference();
            return reference == null ? Refusal.storageFailed() : Refusal.referenceConflict(reference);
        } else {
            LogEntry entry = stored.entry();
            if (!stored.repeated()) {
                history.add(entry);
            }
            return new Receipt(room, entry.position(), entry.at(), entry.reference(), stored.repeated());
        }
    }
}
