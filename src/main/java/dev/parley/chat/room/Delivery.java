package dev.parley.chat.room;

import dev.parley.chat.identity.User;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way to many subscribers, who share it. It is encoded once per encoder. Immutable except for the
 * cached encodings; thread-safe.
 */
public final class Delivery {

    /** The limit of cached encodings; more come from a client that invents subscription ids. */
    private static final int REMEMBERED = 16;

    private final RoomEvent event;
    private final @Nullable String by;
    private final long position;
    private final long index;
    private final long at;
    private volatile EncodedEvent[] encodedEvents = {};

    /**
     * Creates a delivery.
     *
     * @param by the id of the user who caused the event
     * @param place the sequence number of the last message at or before the event
     * @param index the index in the replay buffer; -1 if it is not there
     * @param at the time at which it was added, in milliseconds
     */
    Delivery(RoomEvent event, @Nullable String by, long place, long index, long at) {
        this.event = event;
        this.by = by;
        this.position = place;
        this.index = index;
        this.at = at;
    }

    /** Creates a delivery for a message that is not in the replay buffer. */
    static Delivery of(Message message) {
        return of(message, -1, 0);
    }

    static Delivery of(Message message, long index, long at) {
        return new Delivery(
                new RoomEvent.Said(message),
                message.person(),
                message.position().seq(),
                index,
                at);
    }

    private record EncodedEvent(
            EventEncoder<?> eventEncoder, @Nullable Object words) {}

    /** Returns the event. */
    public RoomEvent event() {
        return event;
    }

    /** Returns whether this user caused the event, which some dialects do not echo. */
    public boolean isBy(User user) {
        // All ids have the same length, and at most one of many subscribers matches, so the cached hashes are
        // compared first.
        return by != null && user.id().hashCode() == by.hashCode() && user.id().equals(by);
    }

    /** Returns the sequence number of the last message at or before the event. */
    long position() {
        return position;
    }

    /** Returns the index in the replay buffer. */
    long index() {
        return index;
    }

    /** Returns the time at which it was added, in milliseconds. */
    long at() {
        return at;
    }

    /** Returns the event as encoded by this encoder, from the cache if possible. */
    @SuppressWarnings("unchecked") // an encoder's entry holds the type that the encoder made
    public <T> @Nullable T encodedBy(EventEncoder<T> encoder) {
        for (EncodedEvent encoded : encodedEvents) {
            if (encoded.eventEncoder() == encoder) {
                return (T) encoded.words();
            }
        }
        T words = event.encode(encoder);
        remember(new EncodedEvent(encoder, words));
        return words;
    }

    private synchronized void remember(EncodedEvent encoded) {
        EncodedEvent[] known = encodedEvents;
        if (known.length < REMEMBERED) {
            EncodedEvent[] more = Arrays.copyOf(known, known.length + 1);
            more[known.length] = encoded;
            encodedEvents = more;
        }
    }
}
