package dev.parley.chat.room;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A room's most recent deliveries, in memory, shared by all its readers. Added to on the room's lane only; read from
 * any thread without locks. What is overwritten is found again in the history.
 *
 * <p>What is young is not overwritten, as long as the tail is not at its longest: it grows instead. A rush brings more in
 * one round than a short tail holds, and whoever came too late for it would have to read by itself what all others hear at
 * once, from disk and in words made for it alone, which would take the time that it takes to come too late again.
 */
final class ReplayBuffer {

    /** How long it is to begin with. */
    static final int LENGTH = 1_024;

    /** It grows no longer. */
    static final int LONGEST = 8_192;

    /** So long a reader may be away before it has to read the history. */
    private static final Duration YOUNG = Duration.ofSeconds(2);

    private final Clock clock;

    // As long as the tail; another one when that changes. Published before the end of what was put into it.
    private volatile AtomicReferenceArray<@Nullable Delivery> ring = new AtomicReferenceArray<>(LENGTH);
    private volatile long end;
    private long head; // confined to the lane

    /** With nothing on it. */
    ReplayBuffer(Clock clock) {
        this.clock = clock;
    }

    /** Begins behind the message of this number. */
    void start(long behind) {
        head = behind;
    }

    /** Puts an event at the end; {@code by} is the identity of whose doing it is. */
    void add(RoomEvent event, @Nullable String by) {
        put(new Delivery(event, by, head, end, clock.millis()));
    }

    /** Puts the next message at the end. */
    void add(Message message) {
        head = message.position().seq();
        put(Delivery.of(message, end, clock.millis()));
    }

    /** The number of the last message. */
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

    /** Becomes as short as it was, unless what would be let go of is young. To be called on the lane. */
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

    /** The index that the next delivery will have. */
    long end() {
        return end;
    }

    /** The delivery at this index, or null if it is overwritten or not there yet. */
    @Nullable
    Delivery at(long index) {
        AtomicReferenceArray<@Nullable Delivery> now = ring;
        Delivery delivery = now.get(slot(index, now.length()));
        return delivery != null && delivery.index() == index ? delivery : null;
    }

    /** The message of this number, or null if the tail does not have it. */
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
