package dev.parley.chat.room;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A ring buffer of a room's recent deliveries, shared by all readers. Only the room's executor adds to it; any thread
 * reads without locks. Overwritten and dropped messages are still in the history.
 *
 * <p>A change of a message also corrects what the buffer has of it: the message, earlier edits of it, and the previews in
 * replies to it. A reader that comes later does not receive a text that was removed.
 *
 * <p>The buffer grows, up to its limit, before it overwrites a recent delivery: under load one round adds more than a
 * short buffer holds, and every reader that falls behind would read the same messages from the disk and encode them
 * again.
 *
 * <p>The memory is bounded as well: the buffer drops its oldest deliveries above the limit of a room, and any thread
 * shrinks it if all rooms together have too much, see {@link ReplayMemory}. The lock is for writers; the executor takes
 * it once per event.
 */
final class ReplayBuffer {

    /** The initial length. */
    static final int LENGTH = 1_024;

    /** The longest length. */
    static final int LONGEST = 8_192;

    /** The number of the latest deliveries that are kept, however long they are. */
    static final int FEWEST = 4;

    /** The age up to which a delivery is recent. */
    private static final Duration YOUNG = Duration.ofSeconds(2);

    private final Clock clock;
    private final ReplayMemory memory;

    // The ring; replaced when the length changes. Published before the end index of its content.
    private volatile AtomicReferenceArray<@Nullable Delivery> ring = new AtomicReferenceArray<>(LENGTH);
    private volatile long end;
    private volatile long weight; // of the deliveries in the ring; written under the lock
    private long oldest; // the index of the oldest delivery; only under the lock
    private long head; // confined to the room's executor
    private final Map<Long, List<Long>> dependents = new HashMap<>(); // indexes by message; guarded by this
    private int changes; // the number of changes in the ring; guarded by this

    /** Creates an empty buffer. */
    ReplayBuffer(Clock clock, ReplayMemory memory) {
        this.clock = clock;
        this.memory = memory;
    }

    /**
     * Starts again after the message of a sequence number. The index moves on by more than the length of the ring, so
     * that every cursor finds its next delivery overwritten.
     */
    synchronized void restart(long last) {
        head = last;
        while (oldest < end) {
            dropOldest();
        }
        long next = end + LONGEST + 1;
        oldest = next;
        end = next;
    }

    /** Adds an event; {@code by} is the id of the user who caused it. */
    void add(RoomEvent event, @Nullable String by) {
        put(new Delivery(event, by, head, end, clock.millis(), memory.encodingCache()));
    }

    /** Adds the next entry. A change corrects the message. */
    void add(LogEntry entry) {
        head = entry.position().seq();
        if (entry instanceof Change change) {
            correct(change);
        }
        put(Delivery.of(entry, end, clock.millis(), memory.encodingCache()));
    }

    private synchronized void correct(Change change) {
        Delivery target = entryAt(change.target());
        if (target != null && target.event() instanceof RoomEvent.Said said) {
            replace(target, said.message().apply(change));
        }
        if (!(change instanceof Reaction)) {
            String text = change instanceof Edit edit ? edit.text() : "";
            dependents.getOrDefault(change.target(), List.of()).forEach(index -> correct(at(index), text));
        }
    }

    private void correct(@Nullable Delivery dependent, String text) {
        LogEntry entry = dependent == null ? null : entry(dependent);
        if (dependent != null && entry instanceof Edit edit) {
            replace(dependent, edit.withText(text));
        } else if (dependent != null && entry instanceof Message reply) {
            replace(dependent, reply.withPreview(text));
        }
    }

    private synchronized void replace(Delivery delivery, LogEntry corrected) {
        Delivery replacement = delivery.with(corrected);
        weight = weight + replacement.weight() - delivery.weight();
        ring.set(slot(delivery.index(), ring.length()), replacement);
        delivery.dropEncodings();
    }

    private static @Nullable LogEntry entry(Delivery delivery) {
        return delivery.event() instanceof RoomEvent.Logged logged ? logged.entry() : null;
    }

    /** Returns the message whose text an entry contains; 0 for none. */
    private static long targetOf(@Nullable LogEntry entry) {
        if (entry instanceof Edit edit) {
            return edit.target();
        }
        ReplyTo replyTo = entry instanceof Message message ? message.state().replyTo() : null;
        return replyTo == null ? 0 : replyTo.seq();
    }

    private synchronized void count(Delivery added) {
        LogEntry entry = entry(added);
        changes += entry instanceof Change ? 1 : 0;
        long target = targetOf(entry);
        if (target > 0) {
            dependents.computeIfAbsent(target, key -> new ArrayList<>(1)).add(added.index());
        }
    }

    private synchronized void discount(Delivery dropped) {
        LogEntry entry = entry(dropped);
        changes -= entry instanceof Change ? 1 : 0;
        long target = targetOf(entry);
        List<Long> indexes = target > 0 ? dependents.get(target) : null;
        if (indexes != null) {
            indexes.remove(dropped.index());
            if (indexes.isEmpty()) {
                dependents.remove(target);
            }
        }
    }

    /**
     * Returns the sequence number before the last messages, changes not counted, as far as they are in the buffer. Called
     * on the room's executor.
     */
    synchronized long beforeLast(int messages) {
        if (changes == 0 || messages == 0) {
            return head - messages;
        }
        int missing = messages;
        long first = head + 1;
        for (long index = end - 1; index >= oldest && missing > 0; index--) {
            Delivery delivery = at(index);
            LogEntry entry = delivery == null ? null : entry(delivery);
            if (entry != null) {
                first = entry.position().seq();
                missing -= entry instanceof Message ? 1 : 0;
            }
        }
        return first - 1 - missing;
    }

    /** Returns the sequence number of the last entry. */
    long head() {
        return head;
    }

    private void put(Delivery delivery) {
        long added = delivery.weight();
        synchronized (this) {
            Delivery overwritten = ring.get(slot(delivery.index(), ring.length()));
            if (overwritten != null && ring.length() < LONGEST && isYoung(overwritten, delivery.at())) {
                resize(2 * ring.length());
            }
            while (delivery.index() - oldest >= ring.length()) {
                dropOldest();
            }
            weight = weight + added;
            ring.set(slot(delivery.index(), ring.length()), delivery);
            count(delivery);
            end = delivery.index() + 1;
            shrinkTo(memory.mostPerRoom());
        }
        memory.onAdded(added); // without the lock, as it may take those of other buffers
    }

    /** Drops the oldest deliveries until the weight is at most this, or few are left. Thread-safe. */
    synchronized void shrinkTo(long most) {
        while (weight > most && end - oldest > FEWEST) {
            dropOldest();
        }
    }

    private synchronized void dropOldest() {
        int slot = slot(oldest, ring.length());
        Delivery dropped = ring.get(slot);
        if (dropped != null) {
            ring.set(slot, null);
            weight = weight - dropped.weight();
            discount(dropped);
            dropped.dropEncodings();
        }
        oldest++;
    }

    /** Returns the approximate bytes of the deliveries, without encodings. Thread-safe. */
    long weight() {
        return weight;
    }

    /** Shrinks to the initial length, unless recent deliveries would be lost. Called on the room's executor. */
    synchronized void shrink() {
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

    private synchronized void resize(int length) {
        while (end - oldest > length) {
            dropOldest();
        }
        AtomicReferenceArray<@Nullable Delivery> other = new AtomicReferenceArray<>(length);
        for (long index = oldest; index < end; index++) {
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

    /** Returns the entry of a sequence number; null if it is not in the buffer. */
    @Nullable
    Delivery entryAt(long seq) {
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
        return found != null && found.position() == seq && found.event() instanceof RoomEvent.Logged ? found : null;
    }

    private static int slot(long index, int length) {
        return (int) (index % length);
    }
}
