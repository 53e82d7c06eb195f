package dev.parley.chat.room;

import dev.parley.text.RoomName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Port: the stored messages of all rooms.
 *
 * <p>Every method may block on the disk. {@link #append} is called by one thread at a time per room, but by several for
 * several rooms; any thread reads at the same time. A {@link StorageException} means that the storage failed and
 * nothing has changed.
 */
public interface MessageHistory {

    /**
     * A stored room.
     *
     * @param blank whether it has no messages
     */
    record StoredRoom(RoomName room, String topic, boolean blank) {}

    /**
     * The bounds of a room's history.
     *
     * @param epoch the random id of the history
     * @param oldest the sequence number of the oldest message; {@code head + 1} if there is none
     * @param head the sequence number of the last message ever stored; 0 if there was none
     */
    record Bounds(String epoch, long oldest, long head, String topic) {}

    /** The result of appending a draft. */
    sealed interface AppendedDraft permits Stored, Conflict {}

    /**
     * The message is stored.
     *
     * @param repeated whether it was stored before, by the same user under the same reference
     */
    record Stored(Message message, boolean repeated) implements AppendedDraft {}

    /** The reference belongs to another message of this user in this room. */
    record Conflict() implements AppendedDraft {}

    /**
     * Messages in rising order without gaps.
     *
     * @param oldest the sequence number of the oldest message at the time of the read
     */
    record Page(List<Message> messages, long oldest) {
        /** Copies the messages. */
        public Page {
            messages = List.copyOf(messages);
        }
    }

    /**
     * The result of an import.
     *
     * @param messages the messages that were stored by this import
     * @param late the first missing message that is older than a stored one; null if there is none. If there is
     *     one, nothing has been stored
     */
    record ImportedMessages(
            List<Message> messages, @Nullable ArchivedMessage late) {
        /** Copies the messages. */
        public ImportedMessages {
            messages = List.copyOf(messages);
        }
    }

    /** Returns the stored rooms, in no particular order. */
    List<StoredRoom> rooms();

    /**
     * Opens a room's history, which is created if it does not exist. The time does not depend on the number of
     * messages.
     */
    Bounds open(RoomName room);

    /**
     * Stores drafts in one transaction, which is flushed to disk before this returns. Each new message gets the next
     * sequence number of its room, without gaps, and a time not before that of the previous message. A draft whose
     * user, room and reference were stored within 24 hours, or earlier in the same list, is not stored again.
     *
     * @return an entry for each draft, in the same order
     */
    List<AppendedDraft> append(RoomName room, List<MessageDraft> messageDrafts);

    /**
     * Stores the messages that are missing, with their own times, in one transaction that is flushed to disk before
     * this returns. Called on the same thread as {@link #append}. Times must not decrease. Stores no references.
     */
    ImportedMessages importMessages(RoomName room, List<ArchivedMessage> messages);

    /**
     * Returns the first messages after {@code after} and up to {@code until}: at most {@code rows}, and fewer if they
     * exceed 256 KiB together, but at least one if there is any.
     */
    Page after(RoomName room, long after, long until, int rows);

    /** Returns the last messages before {@code before}, at most {@code rows}. */
    Page before(RoomName room, long before, int rows);

    /**
     * Writes and rolls back a probe, flushed to disk like a message.
     *
     * @throws StorageException if messages cannot be stored
     */
    void checkWritable();

    /** Stores the topic. */
    void setTopic(RoomName room, String topic);

    /**
     * Deletes a room without messages, and its epoch. Does nothing if the room has messages, or if a reference of the
     * last 24 hours must still be answered.
     */
    void deleteRoom(RoomName room);

    /** Deletes messages beyond the configured age and number. */
    void prune(Instant now);
}
