package dev.parley.chat.room;

import dev.parley.chat.identity.IpAddresses;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Port: the stored messages of all rooms, with their changes.
 *
 * <p>No method blocks. A stage may complete on any thread, also before the method returns. If the storage fails, it
 * completes exceptionally with a {@link StorageException} and nothing has changed; if the queue of the storage is full,
 * with a {@link java.util.concurrent.RejectedExecutionException}. If the outcome of a write is unknown for some time, as after
 * a lost connection to a database, the stage completes when it is known. Any thread may call any method at any time.
 *
 * <p>Each write is atomic. Several nodes write to one room: a node appends one batch at a time, and others may append or
 * import between two of its batches, so that its next sequence number may be above the last that it knows. All lower
 * ones can then be read. Writes to a room that one caller begins one after another take effect and complete in this
 * order.
 */
public interface MessageHistory {

    /** How far the clock of a machine may go back, or be ahead, before its times are not trusted. */
    Duration CLOCK_TOLERANCE = Duration.ofMinutes(1);

    /**
     * Returns the time of a new message: that of the clock, or that of the previous message if the clock was adjusted by
     * up to {@link #CLOCK_TOLERANCE}. After a larger step the times follow the clock again, because one of both was
     * wrong. The order of messages is that of their sequence numbers, never that of their times.
     */
    static Instant timeOfNext(Instant previous, Instant now) {
        boolean adjusted = now.isBefore(previous) && !now.plus(CLOCK_TOLERANCE).isBefore(previous);
        return adjusted ? previous : now;
    }

    /**
     * A stored room.
     *
     * @param blank whether it has no messages
     * @param creator the {@link IpAddresses#clientPrefix} of the sender of its first message; null if unknown, as for an
     *     imported room
     * @param lastAt the time of the last message; {@link Instant#EPOCH} if there was none
     */
    record StoredRoom(
            RoomName room,
            String topic,
            boolean blank,
            @Nullable String creator,
            Instant lastAt) {}

    /** Returns the creator of a room whose first message is a draft; null for the operator. */
    static @Nullable String creatorOf(EntryDraft first) {
        String address = first.user().clientInfo().address();
        return address.isEmpty() ? null : IpAddresses.clientPrefix(address);
    }

    /**
     * The bounds of a room's history.
     *
     * @param epoch the random id of the history
     * @param oldest the sequence number of the oldest message; {@code head + 1} if there is none
     * @param head the sequence number of the last message ever stored; 0 if there was none
     */
    record Bounds(String epoch, long oldest, long head, String topic) {}

    /** The result of appending a draft. */
    sealed interface AppendedDraft permits Stored, Conflict, Rejected, Unchanged {}

    /**
     * The entry is stored.
     *
     * @param repeated whether it was stored before, by the same user under the same reference
     */
    record Stored(LogEntry entry, boolean repeated) implements AppendedDraft {
        /** Returns the entry of a draft that was one of a message. */
        public Message message() {
            return (Message) entry;
        }
    }

    /** The reference belongs to another entry of this user in this room. */
    record Conflict() implements AppendedDraft {}

    /** The draft may not be stored. */
    record Rejected(Rejection reason) implements AppendedDraft {}

    /** The draft was not stored, because it would change nothing: the user has this reaction already, or does not have it. */
    record Unchanged() implements AppendedDraft {}

    /**
     * Entries in rising order without gaps, or the messages among them. Messages are as they are at the time of the read.
     *
     * @param oldest the sequence number of the oldest entry at the time of the read
     */
    record Page(List<? extends LogEntry> entries, long oldest) {
        /** Copies the entries. */
        public Page {
            entries = List.copyOf(entries);
        }

        /** Returns the messages among the entries. */
        public List<Message> messages() {
            return entries.stream()
                    .filter(Message.class::isInstance)
                    .map(Message.class::cast)
                    .toList();
        }

        /** Returns whether there are no entries. */
        public boolean isEmpty() {
            return entries.isEmpty();
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

    /** Returns the stored rooms, by the time of their last message. */
    CompletionStage<List<StoredRoom>> rooms();

    /**
     * Returns the names of stored rooms that contain a text: first those that begin with it, then the others, each by name.
     *
     * @param text a part of a name, of characters that names have
     * @param after the name before the first one to return; null for the beginning
     * @param most the most names
     */
    CompletionStage<List<RoomName>> findRooms(String text, @Nullable RoomName after, int most);

    /**
     * Opens a room's history, which is created if it does not exist. The time does not depend on the number of
     * messages. The bounds include every write that had completed before the call.
     */
    CompletionStage<Bounds> open(RoomName room);

    /**
     * Returns the positions of the last messages ever stored in rooms, with sequence number 0 if there was none. Rooms that
     * are not stored are missing. One query for all rooms; includes every append that had completed before the call.
     */
    CompletionStage<Map<RoomName, Position>> heads(Collection<RoomName> rooms);

    /**
     * Stores drafts in one transaction, which is flushed to disk before the stage completes. The new entries get the
     * next sequence numbers of their room, consecutive even if another node appends meanwhile, and times by {@link
     * #timeOfNext}. A draft whose user, room and reference were stored within 24 hours, by any node or
     * earlier in the same list, is not stored again. A room that does not exist is created, with a new epoch.
     *
     * <p>A change takes effect in the same transaction, in the order of the list: the message gets the new text, or loses it,
     * and so do earlier edits of it. A change that is not allowed, see {@link Rejection#of}, and a reply to a message that
     * does not exist are rejected; the other drafts are stored.
     *
     * @return a result for each draft, in the same order
     */
    CompletionStage<List<AppendedDraft>> append(RoomName room, List<? extends EntryDraft> drafts);

    /**
     * Stores the messages that are missing, with their own times, in one transaction that is flushed to disk before
     * the stage completes. Stores no references.
     *
     * <p>A message is late, and nothing is stored, if it is older than the last message of the room. There are 2
     * exceptions, so that an archive with the times of a wrong clock can be imported: the last message of the room is the
     * one before it in {@code messages}, or lies in the future.
     */
    CompletionStage<ImportedMessages> importMessages(RoomName room, List<ArchivedMessage> messages);

    /**
     * Returns the first entries after {@code after} and up to {@code until}: at most {@code rows}, and fewer if they
     * exceed 256 KiB together, but at least one if there is any.
     * Includes every entry whose append had completed before the call.
     */
    CompletionStage<Page> after(RoomName room, long after, long until, int rows);

    /** Returns the last entries before {@code before}, at most {@code rows}. */
    CompletionStage<Page> before(RoomName room, long before, int rows);

    /** Returns the first messages after {@code after} and up to {@code until}, like {@link #after} but without changes. */
    CompletionStage<Page> messagesAfter(RoomName room, long after, long until, int rows);

    /** Returns the last messages before {@code before}, at most {@code rows}, without changes. */
    CompletionStage<Page> messagesBefore(RoomName room, long before, int rows);

    /** Checks, without writing, that messages which are stored now will be found later. Fails if they would be lost. */
    CompletionStage<?> checkAvailable();

    /** Writes and deletes a probe, flushed to disk like a message. Fails if messages cannot be stored. */
    CompletionStage<?> checkWritable();

    /** Stores the topic. A room that does not exist is created. */
    CompletionStage<?> setTopic(RoomName room, String topic);

    /**
     * Deletes a room and its epoch, in one conditional statement: not if the room has messages, or if a reference of the
     * last 24 hours must still be answered. A later append creates the room again, with another epoch.
     *
     * @return whether the room was deleted
     */
    CompletionStage<Boolean> deleteRoomIfEmpty(RoomName room);

    /**
     * Deletes a room with its messages, references and epoch, in slices, so that an append waits for one slice at most.
     * An append after this call creates the room again, with another epoch, also while the deletion runs. Does not run a
     * transaction on the calling thread, so that it can be called in a critical section.
     *
     * @return whether the room was deleted, when all of its messages are deleted
     */
    CompletionStage<Boolean> deleteRoom(RoomName room);

    /**
     * Deletes messages beyond the configured age and number, in slices, so that an append waits for one slice at most. A
     * message that lies in the future, because the clock was wrong, is deleted with the next one after it.
     */
    CompletionStage<?> prune(Instant now);
}
