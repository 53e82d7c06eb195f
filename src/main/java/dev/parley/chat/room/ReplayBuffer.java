package dev.parley.chat.room;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A ring buffer of a room's recent deliveries, shared by all readers. Written on the room's executor only; any thread
 * reads without locks. Overwritten messages are still in the history.
 *
 * <p>The buffer grows, up to its limit, before it overwrites a recent delivery: under load one round adds more than a
 * short buffer holds, and every reader that falls behind would read the same messages from the disk and encode them
 * again.
 */
final class ReplayBuffer {

    /** The initial length. */
    static final int LENGTH = 1_024;

    /** The longest length. */
    static final int LONGEST = 8_192;

    /** The age up to which a delivery is recent. */
    private static final Duration YOUNG = Duration.ofSeconds(2);

    private final Clock clock;

    // The ring; replaced when the length changes. Published before the end index of its content.
    private volatile AtomicReferenceArray<@Nullable Delivery> ring = new AtomicReferenceArray<>(LENGTH);
    private volatile long end;
    private long head; // confined to the room's executor

    /** Creates an empty buffer. */
    ReplayBuffer(Clock clock) {
        this.clock = clock;
    }

    /**
     * Starts again after the message of a sequence number. The index moves on by more than the length of the ring, so
     * that every cursor finds its next delivery overwritten.
     */
    void restart(long last) {
        head = last;
        long next = end + LONGEST + 1;
        end = next;
    }

    /** Adds an event; {@code by} is the id of the user who caused it. */
    void add(RoomEvent event, @Nullable String by) {
        put(new Delivery(event, by, head, end, clock.millis()));
    }

    /** Adds the next message. */
    void add(Message message) {
        head = message.position().seq();
        put(Delivery.of(message, end, clock.millis()));
    }

    /** Returns the sequence number of the last message. */
    long head() {
        return head;
    }

    private void put(Delivery delivery) {
        Delivery oldest = ring.get(slot(delivery.index(), ring.length()));
        if (oldest != null && ring.length() < LONGEST && isYoung(oldest, delivery.at())) {
            resize(2 * ring.length());
        }
        ring.set(slot(delivery.index(), ring.length()), delivery);
        end = delivery.index() + 1;
    }

    /** Shrinks to the initial length, unless recent deliveries would be lost. Called on the room's executor. */
    void shrink() {
        if (ring.length() > LENGTH) {
            Delivery youngest = at(end - LENGTH - 1);
            if (youngest == null || !isYoung(youngest, clock.millis())) {
                resize(LENGTH);
            }
        }
    }

    private static boolean isYoung(Delivery delivery, long now) {
        return now - delivery.at() < YOUNG.toMillis();
    }

    private void resize(int length) {
        AtomicReferenceArray<@Nullable Delivery> other = new AtomicReferenceArray<>(length);
        for (long index = Math.max(0, end - Math.min(length, ring.length())); index < end; index++) {
            other.set(slot(index, length), at(index));
        }
        ring = other;
    }

    /** Returns the index of the next delivery. */
    long end() {
        return end;
    }

    /** Returns the delivery at an index; null if it is overwritten or not added yet. */
    @Nullable
    Delivery at(long index) {
        AtomicReferenceArray<@Nullable Delivery> now = ring;
        Delivery delivery = now.get(slot(index, now.length()));
        return delivery != null && delivery.index() == index ? delivery : null;
    }

    /** Returns the message of a sequence number; null if it is not in the buffer. */
    @Nullable
    Delivery messageAt(long seq) {
        long high = end;
        long low = Math.max(0, high - ring.length());
        while (low < high) {
            long middle = (low + high) >>> 1;
            Delivery delivery = at(middle);
            if (delivery == null || delivery.position() < seq) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Delivery found = at(low);
        return found != null && found.position() == seq && found.event() instanceof RoomEvent.Said ? found : null;
    }

    private static int slot(long index, int length) {
        return (int) (index % length);
    }
}
