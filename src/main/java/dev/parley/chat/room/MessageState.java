package dev.parley.chat.room;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of a message besides its text: the effect of changes, and the message that it replies to.
 *
 * @param edited the last edit; null if there was none, or if the message was deleted
 * @param deleted the deletion; null if there was none. A deleted message has an empty text and no reactions
 * @param replyTo the message that it replies to
 * @param reactions the reactions, in the order of the first of each kind
 */
public record MessageState(
        @Nullable ChangeMark edited,
        @Nullable ChangeMark deleted,
        @Nullable ReplyTo replyTo,
        List<ReactionCount> reactions) {

    /** The state of a message that was not changed and is no reply. */
    public static final MessageState PLAIN = new MessageState(null, null, null, List.of());

    /** Copies the reactions. */
    public MessageState {
        reactions = List.copyOf(reactions);
    }

    /** Returns the state of a message that was not changed. */
    public static MessageState of(@Nullable ReplyTo replyTo) {
        return replyTo == null ? PLAIN : new MessageState(null, null, replyTo, List.of());
    }

    /** Returns the characters of the previews and reactions, about. */
    long characters() {
        long characters =
                replyTo == null || replyTo.text() == null ? 0 : replyTo.text().length();
        for (ReactionCount reaction : reactions) {
            characters += 32L * (1 + reaction.first().size());
        }
        return characters;
    }
}
