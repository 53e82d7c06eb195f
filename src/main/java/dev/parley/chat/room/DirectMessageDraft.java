package dev.parley.chat.room;

import dev.parley.text.Position;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A direct message that is not stored yet.
 *
 * @param senderId the id of the sender, from the session and never from the message
 * @param from the nickname of the sender
 * @param recipientId the id of the recipient
 * @param to the nickname of the recipient
 * @param text the normalised text, see {@link MessageDraft#text()}
 * @param at the time of the request
 * @param reference the id that the sender chose; without it a repeated request sends twice
 */
public record DirectMessageDraft(
        String senderId,
        String from,
        String recipientId,
        String to,
        String text,
        Instant at,
        @Nullable Reference reference) {

    /** Returns the message with its position and the time of its commit. */
    public DirectMessage stored(Position position, Instant committed) {
        return new DirectMessage(position, committed, senderId, from, recipientId, to, text, reference);
    }

    /** Returns whether a message with the same reference is the same message. */
    public boolean isRepeated(DirectMessage before) {
        return before.recipientId().equals(recipientId) && before.text().equals(text);
    }
}
