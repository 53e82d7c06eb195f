package dev.parley.client.session;

import dev.parley.text.Position;
import java.util.Optional;

/**
 * The start of the replay when a room is joined for the first time.
 *
 * @param after the position after which all messages are replayed
 * @param nothing whether nothing is replayed; ignored with a position
 */
public record SubscribeFrom(Optional<Position> after, boolean nothing) {

    /** Replays the server's default number of messages. */
    public static final SubscribeFrom DEFAULT = new SubscribeFrom(Optional.empty(), false);

    /** Replays nothing. */
    public static final SubscribeFrom NOW = new SubscribeFrom(Optional.empty(), true);

    /** Replays all messages after a position. */
    public static SubscribeFrom after(Position position) {
        return new SubscribeFrom(Optional.of(position), false);
    }
}
