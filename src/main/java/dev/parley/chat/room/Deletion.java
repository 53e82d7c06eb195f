package dev.parley.chat.room;

import dev.parley.text.Position;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message lost its text.
 *
 * @param target the sequence number of the message
 * @param targetAt the time of the message
 */
public record Deletion(
        Position position,
        Instant at,
        String person,
        String name,
        String via,
        long target,
        Instant targetAt,
        @Nullable Reference reference)
        implements Change {

    @Override
    public RoomEvent.Deleted event() {
        return new RoomEvent.Deleted(this);
    }
}
