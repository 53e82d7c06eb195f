package dev.parley.chat.room;

import dev.parley.text.Position;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message got another text. A later change of the same message replaces the text of this entry as well, so that a client
 * which reads the log later does not receive a text that was removed.
 *
 * @param target the sequence number of the message
 * @param targetAt the time of the message
 * @param text the text that the message has now; blank if it was deleted
 */
public record Edit(
        Position position,
        Instant at,
        String person,
        String name,
        String via,
        long target,
        Instant targetAt,
        String text,
        @Nullable Reference reference)
        implements Change {

    /** Returns the same entry with another text. */
    public Edit withText(String newer) {
        return new Edit(position, at, person, name, via, target, targetAt, newer, reference);
    }

    @Override
    public RoomEvent.Edited event() {
        return new RoomEvent.Edited(this);
    }

    @Override
    public long characters() {
        return text.length();
    }
}
