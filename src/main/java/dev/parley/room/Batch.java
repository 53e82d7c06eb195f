package dev.parley.room;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of storing a round's drafts, to be told one after the other. Confined to the room's lane. */
final class Batch {

    private final RoomName room;
    private final Iterator<History.Entry> entries;
    private final @Nullable Refusal refusal;

    private Batch(RoomName room, List<History.Entry> entries, @Nullable Refusal refusal) {
        this.room = room;
        this.entries = entries.iterator();
        this.refusal = refusal;
    }

    /** Stored, an entry for each draft. */
    static Batch stored(RoomName room, List<History.Entry> entries) {
        return new Batch(room, entries, null);
    }

    /** Not stored, none of it. */
    static Batch refused(RoomName room, Refusal refusal) {
        return new Batch(room, List.of(), refusal);
    }

    /** Puts the next draft's message on the tail if it is new, and makes the sender's answer. */
    Answer tell(Draft draft, Tail tail) {
        if (refusal != null) {
            return refusal;
        }
        if (!(entries.next() instanceof History.Stored stored)) {
            Reference reference = draft.reference();
            return reference == null ? Refusal.storageFailed() : Refusal.referenceConflict(reference);
        }
        Message message = stored.message();
        if (!stored.repeated()) {
            tail.add(message);
        }
        return new Receipt(room, message.position(), message.at(), message.reference());
    }
}
