package dev.parley.chat.room;

import org.jspecify.annotations.Nullable;

/**
 * A dialect's words for what happens in a room. A new kind of event does not compile until every dialect has words for
 * it; {@code null} says that a dialect has none.
 *
 * <p>Called from any thread, several at once; what it returns is remembered and shared, so it has to be immutable.
 * Instances are compared by identity: keep one for all connections that speak alike.
 *
 * @param <T> what the words are made of, such as bytes
 */
public interface EventEncoder<T> {
    /** A message. */
    @Nullable
    T said(RoomEvent.Said event);

    /** The start, and a fresh start. */
    @Nullable
    T welcome(RoomEvent.Welcome event);

    /** Somebody came in. */
    @Nullable
    T joined(RoomEvent.Joined event);

    /** Somebody left. */
    @Nullable
    T left(RoomEvent.Left event);

    /** Somebody changed names. */
    @Nullable
    T renamed(RoomEvent.Renamed event);

    /** Many came and went. */
    @Nullable
    T gathered(RoomEvent.Gathered event);

    /** Somebody is writing. */
    @Nullable
    T typing(RoomEvent.Typing event);

    /** The topic changed. */
    @Nullable
    T topic(RoomEvent.Topic event);

    /** The server is about to end. */
    @Nullable
    T closing(RoomEvent.Closing event);
}
