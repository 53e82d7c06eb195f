package dev.parley.chat.room;

import dev.parley.chat.identity.User;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way to many subscribers, who share it. It is encoded once per encoder, as long as the encoding is
 * cached. Immutable except for the cached encodings; thread-safe.
 */
public final class Delivery {

    /** The limit of cached encodings; more come from a client that invents subscription ids. */
    private static final int REMEMBERED = 16;

    /** The memory of a delivery besides its texts, about. */
    private static final int OVERHEAD = 512;

    private final RoomEvent event;
    private final @Nullable String by;
    private final long position;
    private final long index;
    private final long at;
    private final @Nullable EncodingCache encodingCache;
    private volatile EncodedEvent[] encodedEvents = {};

    /** Creates a delivery that no other reader has. */
    Delivery(RoomEvent event, @Nullable String by, long place, long index, long at) {
        this(event, by, place, index, at, null);
    }

    /**
     * Creates a delivery.
     *
     * @param by the id of the user who caused the event
     * @param place the sequence number of the last message at or before the event
     * @param index the index in the replay buffer; -1 if it is not there
     * @param at the time at which it was added, in milliseconds
     * @param encodingCache bounds the encodings; null if only one reader has the delivery, which keeps them itself
     */
    Delivery(
            RoomEvent event,
            @Nullable String by,
            long place,
            long index,
            long at,
            @Nullable EncodingCache encodingCache) {
        this.event = event;
        this.by = by;
        this.position = place;
        this.index = index;
        this.at = at;
        this.encodingCache = encodingCache;
    }

    /** Creates a delivery for an entry that is not in the replay buffer. */
    static Delivery of(LogEntry entry) {
        return of(entry, -1, 0, null);
    }

    static Delivery of(LogEntry entry, long index, long at, @Nullable EncodingCache encodingCache) {
        return new Delivery(entry.event(), entry.person(), entry.position().seq(), index, at, encodingCache);
    }

    /** Returns a delivery of the corrected entry in the place of this one. */
    Delivery with(LogEntry corrected) {
        return of(corrected, index, at, encodingCache);
    }

    private record EncodedEvent(EventEncoder<?> eventEncoder, EncodingCache.Encoding encoding) {
        boolean isDropped() {
            return EncodingCache.Encoding.isDropped(encoding.get());
        }
    }

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

    /** Returns the bytes of the event in memory, about, without encodings. */
    long weight() {
        return OVERHEAD + 2 * event.characters();
    }

    /** Returns the event as encoded by this encoder, from the cache if possible. */
    @SuppressWarnings("unchecked") // an encoder's entry holds the type that the encoder made
    public <T> @Nullable T encodedBy(EventEncoder<T> encoder) {
        for (EncodedEvent encoded : encodedEvents) {
            if (encoded.eventEncoder() == encoder) {
                Object words = encoded.encoding().get();
                if (!EncodingCache.Encoding.isDropped(words)) {
                    return (T) words;
                }
            }
        }
        T words = event.encode(encoder);
        remember(new EncodedEvent(encoder, new EncodingCache.Encoding(words)));
        return words;
    }

    /** Drops the cached encodings, as the event is no longer in the replay buffer. */
    void dropEncodings() {
        for (EncodedEvent encoded : encodedEvents) {
            encoded.encoding().drop();
        }
    }

    private synchronized void remember(EncodedEvent added) {
        List<EncodedEvent> kept = new ArrayList<>(REMEMBERED);
        for (EncodedEvent encoded : encodedEvents) {
            if (!encoded.isDropped()) {
                if (encoded.eventEncoder() == added.eventEncoder()) {
                    return; // another thread was faster
                }
                kept.add(encoded);
            }
        }
        if (kept.size() < REMEMBERED) {
            kept.add(added);
            encodedEvents = kept.toArray(EncodedEvent[]::new);
            if (encodingCache != null) {
                encodingCache.add(added.encoding());
            }
        }
    }
}
