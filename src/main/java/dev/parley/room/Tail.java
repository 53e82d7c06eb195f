package dev.parley.room;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A room's most recent deliveries, in memory, shared by all its readers. Added to on the room's lane only; read from
 * any thread without locks. What is overwritten is found again in the history.
 */
final class Tail {

    static final int LENGTH = 1_024;

    private final AtomicReferenceArray<@Nullable Delivery> ring = new AtomicReferenceArray<>(LENGTH);
    private volatile long end;
    private long head; // confined to the lane

    /** Begins behind the message of this number. */
    void begin(long behind) {
        head = behind;
    }

    /** Puts an event at the end; {@code by} is the identity of whose doing it is. */
    void add(RoomEvent event, @Nullable String by) {
        put(new Delivery(event, by, head, end));
    }

    /** Puts the next message at the end. */
    void add(Message message) {
        head = message.position().seq();
        put(Delivery.of(message, end));
    }

    /** The number of the last message. */
    long head() {
        return head;
    }

    private void put(Delivery delivery) {
        ring.set(slot(delivery.index()), delivery);
        end = delivery.index() + 1;
    }

    /** The index that the next delivery will have. */
    long end() {
        return end;
    }

    /** The delivery at this index, or null if it is overwritten or not there yet. */
    @Nullable
    Delivery at(long index) {
        Delivery delivery = ring.get(slot(index));
        return delivery != null && delivery.index() == index ? delivery : null;
    }

    /** The message of this number, or null if the tail does not have it. */
    @Nullable
    Delivery said(long seq) {
        long high = end;
        long low = Math.max(0, high - LENGTH);
        while (low < high) {
            long middle = (low + high) >>> 1;
            Delivery delivery = at(middle);
            if (delivery == null || delivery.place() < seq) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Delivery found = at(low);
        return found != null && found.place() == seq && found.event() instanceof RoomEvent.Said ? found : null;
    }

    private static int slot(long index) {
        return (int) (index % LENGTH);
    }
}
