package dev.parley.chat.room;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Port: the stored messages of all rooms.
 *
 * <p>Every method may block on a disk and is called from threads that may be blocked. {@link #append} is called by one
 * thread at a time for one room, but by several for several rooms; reading goes on beside it from any thread. What
 * cannot be done for want of a working disk ends in a {@link StorageException}, and has then changed nothing.
 */
public interface MessageHistory {

    /**
     * A room that is stored.
     *
     * @param blank whether it holds no messages
     */
    record StoredRoom(RoomName room, String topic, boolean blank) {}

    /**
     * How far a room's history reaches.
     *
     * @param epoch the random id of this history
     * @param oldest the number of the oldest message still kept; {@code head + 1} if there is none
     * @param head the number of the last message ever stored; 0 if there was none
     */
    record Bounds(String epoch, long oldest, long head, String topic) {}

    /** What came of appending a draft. */
    sealed interface AppendedDraft permits Stored, Conflict {}

    /**
     * The message is stored.
     *
     * @param repeated whether it was stored before, under the same reference by the same person, and is not new
     */
    record Stored(Message message, boolean repeated) implements AppendedDraft {}

    /** The reference stands for another message of this person in this room. */
    record Conflict() implements AppendedDraft {}

    /**
     * Messages in rising order, without gaps between them.
     *
     * @param oldest the number of the oldest message kept when this was read
     */
    record Page(List<Message> messages, long oldest) {
        /** Copies the messages. */
        public Page {
            messages = List.copyOf(messages);
        }
    }

    /**
     * What came of putting messages back.
     *
     * @param messages those that are stored now and were not before, as they are stored
     * @param late the first that is not there and is older than one that is; null if there is none. If there is, nothing
     *     has been stored
     */
    record ImportedMessages(
            List<Message> messages, @Nullable ArchivedMessage late) {
        /** Copies the messages. */
        public ImportedMessages {
            messages = List.copyOf(messages);
        }
    }

    /** The rooms that are stored, in no particular order. */
    List<StoredRoom> rooms();

    /** Opens a room's history, and makes one where there is none. Messages above a million do not slow it down. */
    Bounds open(RoomName room);

    /**
     * Stores the drafts in one transaction and flushes it to disk before returning. Each new message gets the next
     * number of its room, without holes, and a time that is not before the message preceding it. A draft whose person,
     * room and reference were stored within 24 hours, also earlier in this same list, is not stored again.
     *
     * @return an entry for each draft, in the same order
     */
    List<AppendedDraft> append(RoomName room, List<MessageDraft> messageDrafts);

    /**
     * Stores those of these messages that are not there yet, with the times they have, in one transaction that is
     * flushed to disk before this returns. Called by the same thread as {@link #append}. Times must not decrease. None
     * of it is remembered under a reference.
     */
    ImportedMessages importMessages(RoomName room, List<ArchivedMessage> messages);

    /**
     * The first messages with numbers above {@code after} and not above {@code until}: at most {@code rows} of them,
     * and fewer where they exceed 256 KiB together, but at least one if there is any.
     */
    Page after(RoomName room, long after, long until, int rows);

    /** The last messages with numbers below {@code before}: at most {@code rows} of them. */
    Page before(RoomName room, long before, int rows);

    /**
     * Stores something and takes it back, flushed to disk as a message would be.
     *
     * @throws StorageException if messages could not be stored just now either
     */
    void checkWritable();

    /** Keeps the topic. */
    void setTopic(RoomName room, String topic);

    /**
     * Forgets a room that holds no messages, and its epoch. Does nothing if it holds any, or if a reference of the last
     * 24 hours may still have to be answered.
     */
    void deleteRoom(RoomName room);

    /** Drops what is older, or more, than is to be kept. */
    void prune(Instant now);
}
