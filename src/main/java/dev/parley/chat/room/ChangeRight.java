package dev.parley.chat.room;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The right to edit or delete a message.
 *
 * @param ofOperator whether the message may be that of another user
 * @param notBefore the time of the oldest message that may be changed; null for any
 */
public record ChangeRight(boolean ofOperator, @Nullable Instant notBefore) {

    /** The right of the operator: any message. */
    public static final ChangeRight OPERATOR = new ChangeRight(true, null);

    /** Returns the right of an author, for messages since a time. */
    public static ChangeRight ofAuthor(@Nullable Instant notBefore) {
        return new ChangeRight(false, notBefore);
    }
}
