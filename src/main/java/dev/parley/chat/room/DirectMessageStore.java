package dev.parley.chat.room;

import dev.parley.text.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Port: the direct messages of the last 24 hours, which the sessions of their senders and recipients read.
 *
 * <p>Positions have one epoch for the whole store, and rise with each message. Messages become visible in this order:
 * once a message can be read, no message with a lower number appears.
 *
 * <p>Thread-safe. No method blocks. A stage may complete on any thread, also before the method returns. It fails with a
 * {@link StorageException} if the storage failed and nothing has changed, and with a {@link
 * java.util.concurrent.RejectedExecutionException} if a queue is full.
 */
public interface DirectMessageStore {

    /** The time for which a message is kept, and for which its reference identifies it. */
    Duration KEPT = Duration.ofHours(24);

    /** The number of messages of a user that can be read without a position. */
    int MAX_REPLAY = 200;

    /**
     * The number of messages that a user has sent, and the number that a user has received, of which all are kept. Of more
     * sent ones the oldest are deleted, of more received ones the oldest of the users who sent most.
     */
    int MOST_STORED = 1_000;

    /** The result of appending a draft. */
    sealed interface AppendResult permits Stored, Conflict {}

    /**
     * The message is stored.
     *
     * @param repeated whether it was stored before, by the same user under the same reference
     */
    record Stored(DirectMessage message, boolean repeated) implements AppendResult {}

    /** The reference belongs to another message of this sender. */
    record Conflict() implements AppendResult {}

    /**
     * Messages from or to one user, in rising order.
     *
     * @param until the position after which to continue: that of the last of these messages if there may be more,
     *     otherwise that of the last message of the store
     */
    record Page(List<DirectMessage> messages, Position until) {
        /** Copies the messages. */
        public Page {
            messages = List.copyOf(messages);
        }
    }

    /**
     * Stores a message, which is flushed to disk when the stage completes. Messages are stored in the order of the calls.
     * A draft whose sender and reference were stored within {@link #KEPT} is not stored again. The time of a message is
     * not before that of the previous one.
     */
    CompletionStage<AppendResult> append(DirectMessageDraft draft);

    /** Finds the message that this user sent with this reference within {@link #KEPT}. */
    CompletionStage<Optional<DirectMessage>> find(String senderId, Reference reference);

    /**
     * Reads messages from or to a user that were stored within {@link #KEPT}: the first ones after a position, without a
     * gap. Without a position, or if it is of another epoch or after the last message, the latest ones of each
     * conversation: the latest of each, then the second latest, and so on.
     *
     * @param limit the maximum number of messages, at least 1
     */
    CompletionStage<Page> after(String userId, @Nullable Position after, int limit);

    /** Deletes the messages that were stored {@link #KEPT} before {@code now} or earlier. */
    CompletionStage<?> prune(Instant now);
}
