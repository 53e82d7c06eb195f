package dev.parley.chat.room;

import dev.parley.chat.identity.User;
import dev.parley.text.Position;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A deletion that is not stored yet.
 *
 * @param target the sequence number of the message
 */
public record DeletionDraft(
        User user,
        String via,
        long target,
        ChangeRight right,
        @Nullable Reference reference) implements ChangeDraft {

    /** Returns the stored entry. */
    public Deletion at(Position position, Instant at, Instant targetAt) {
        return new Deletion(position, at, user.id(), user.nickname().text(), via, target, targetAt, reference);
    }

    @Override
    public String content() {
        return "d" + target;
    }
}
