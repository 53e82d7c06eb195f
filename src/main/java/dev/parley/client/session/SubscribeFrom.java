package dev.parley.client.session;

import dev.parley.text.Position;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The start of the replay when a room is joined for the first time.
 *
 * @param after the position after which all messages are replayed
 * @param nothing whether nothing is replayed; ignored with a position
 * @param key the key of a private room, or the secret of an invitation to it; null for none
 */
public record SubscribeFrom(
        Optional<Position> after, boolean nothing, @Nullable String key) {

    /** Replays the server's default number of messages. */
    public static final SubscribeFrom DEFAULT = new SubscribeFrom(Optional.empty(), false, null);

    /** Replays nothing. */
    public static final SubscribeFrom NOW = new SubscribeFrom(Optional.empty(), true, null);

    /** Replays all messages after a position. */
    public static SubscribeFrom after(Position position) {
        return new SubscribeFrom(Optional.of(position), false, null);
    }

    /** Replays the same, in a room that is entered with a key; null for none. */
    public SubscribeFrom withKey(@Nullable String other) {
        return new SubscribeFrom(after, nothing, other);
    }
}
