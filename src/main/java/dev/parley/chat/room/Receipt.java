package dev.parley.chat.room;

import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The result of a message that is committed and flushed to disk.
 *
 * @param room the room; null for a direct message
 * @param position the position of the message
 * @param at the time of the first commit
 * @param reference the id that the sender chose
 * @param repeated whether the message was stored by an earlier request with the same reference
 */
public record Receipt(
        @Nullable RoomName room,
        Position position,
        Instant at,
        @Nullable Reference reference,
        boolean repeated) implements RequestResult {

    /** Creates the result of a message that this request has stored. */
    public Receipt(@Nullable RoomName room, Position position, Instant at, @Nullable Reference reference) {
        this(room, position, at, reference, false);
    }
}
