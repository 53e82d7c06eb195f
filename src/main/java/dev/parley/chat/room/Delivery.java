package dev.parley.chat.room;

import dev.parley.chat.identity.User;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to many subscribers, who share it. Its words are made once per narration, however many listen.
 * Immutable but for those remembered words; safe from any thread.
 */
public final class Delivery {

    /** More narrations than this are not remembered: somebody is making up subscription ids. */
    private static final int REMEMBERED = 16;

    private final RoomEvent event;
    private final @Nullable String by;
    private final long position;
    private final long index;
    private final long at;
    private volatile EncodedEvent[] encodedEvents = {};

    /**
     * An event.
     *
     * @param by the identity of whose doing it is
     * @param place the number of the last message at or before it
     * @param index where it stands on its room's tail; -1 if it does not
     * @param at when it was put there, in milliseconds
     */
    Delivery(RoomEvent event, @Nullable String by, long place, long index, long at) {
        this.event = event;
        this.by = by;
        this.position = place;
        this.index = index;
        this.at = at;
    }

    /** A message that is not, or no longer, on the tail. */
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

    /** What happened. */
    public RoomEvent event() {
        return event;
    }

    /** Whether it is this person's own doing, which some dialects do not echo. */
    public boolean isBy(User user) {
        // Ids are all of one length, and of a thousand who ask one is it: their remembered hashes are looked at first.
        return by != null && user.id().hashCode() == by.hashCode() && user.id().equals(by);
    }

    /** The number of the last message at or before this event. */
    long position() {
        return position;
    }

    /** Where it stands on its room's tail. */
    long index() {
        return index;
    }

    /** When it was put there, in milliseconds. */
    long at() {
        return at;
    }

    /** The event in the words of this narration: made now, or remembered. */
    @SuppressWarnings("unchecked") // a narration's telling holds what this narration made
    public <T> @Nullable T encodedBy(EventEncoder<T> eventEncoder) {
        for (EncodedEvent encodedEvent : encodedEvents) {
            if (encodedEvent.eventEncoder() == eventEncoder) {
                return (T) encodedEvent.words();
            }
        }
        T words = event.encode(eventEncoder);
        remember(new EncodedEvent(eventEncoder, words));
        return words;
    }

    private synchronized void remember(EncodedEvent encodedEvent) {
        EncodedEvent[] known = encodedEvents;
        if (known.length < REMEMBERED) {
            EncodedEvent[] more = Arrays.copyOf(known, known.length + 1);
            more[known.length] = encodedEvent;
            encodedEvents = more;
        }
    }
}
