package dev.parley.chat.room;

import dev.parley.chat.identity.User;
import dev.parley.text.Position;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A reaction, or its removal, that is not stored yet.
 *
 * @param target the sequence number of the message
 * @param emoji the emoji in its canonical form, see {@link Emoji#parse}
 * @param removes whether the user removes it
 */
public record ReactionDraft(
        User user,
        String via,
        long target,
        String emoji,
        boolean removes,
        @Nullable Reference reference) implements ChangeDraft {

    /**
     * Returns the stored entry.
     *
     * @param count the number of users with this emoji at the message after the entry
     */
    public Reaction at(Position position, Instant at, Instant targetAt, int count) {
        return new Reaction(
                position,
                at,
                user.id(),
                user.nickname().text(),
                via,
                target,
                targetAt,
                emoji,
                removes,
                count,
                reference);
    }

    @Override
    public String content() {
        return (removes ? "-" : "+") + target + " " + emoji;
    }
}
