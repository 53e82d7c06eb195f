package dev.parley.chat.room;

import org.jspecify.annotations.Nullable;

/**
 * Encodes room events for one dialect. A new kind of event does not compile until every dialect encodes it; null means
 * that a dialect omits it.
 *
 * <p>Called on any thread, by several at once. The result is cached and shared, so it must be immutable. Instances are
 * compared by identity: keep one for all connections with the same encoding.
 *
 * @param <T> the type of the encoding, such as bytes
 */
public interface EventEncoder<T> {
    /** Encodes a message. */
    @Nullable
    T said(RoomEvent.Said event);

    /** Encodes that a message got another text. */
    @Nullable
    T edited(RoomEvent.Edited event);

    /** Encodes that a message lost its text. */
    @Nullable
    T deleted(RoomEvent.Deleted event);

    /** Encodes that a user added an emoji to a message, or removed it. */
    @Nullable
    T reacted(RoomEvent.Reacted event);

    /** Encodes the start or restart of a subscription. */
    @Nullable
    T welcome(RoomEvent.Welcome event);

    /** Encodes that a user joined. */
    @Nullable
    T joined(RoomEvent.Joined event);

    /** Encodes that a user left. */
    @Nullable
    T left(RoomEvent.Left event);

    /** Encodes a change of a nickname. */
    @Nullable
    T renamed(RoomEvent.Renamed event);

    /** Encodes a change of the absence of a user. */
    @Nullable
    T away(RoomEvent.Away event);

    /** Encodes the joins and leaves of a large room. */
    @Nullable
    T gathered(RoomEvent.Gathered event);

    /** Encodes that a user is typing. */
    @Nullable
    T typing(RoomEvent.Typing event);

    /** Encodes a change of the topic. */
    @Nullable
    T topic(RoomEvent.Topic event);

    /** Encodes a change of the settings. */
    @Nullable
    T settings(RoomEvent.Settings event);

    /** Encodes that the server shuts down. */
    @Nullable
    T closing(RoomEvent.Closing event);
}
