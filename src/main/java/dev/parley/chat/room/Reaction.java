package dev.parley.chat.room;

import dev.parley.text.Position;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A user added an emoji to a message, or removed it. Each user counts once for each emoji of a message.
 *
 * @param target the sequence number of the message
 * @param targetAt the time of the message
 * @param emoji the emoji, see {@link Emoji}
 * @param removed whether the user removed it
 * @param count the number of users with this emoji at the message after the entry
 */
public record Reaction(
        Position position,
        Instant at,
        String person,
        String name,
        String via,
        long target,
        Instant targetAt,
        String emoji,
        boolean removed,
        int count,
        @Nullable Reference reference)
        implements Change {

    @Override
    public RoomEvent.Reacted event() {
        return new RoomEvent.Reacted(this);
    }
}
