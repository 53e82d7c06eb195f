package dev.parley.chat.room;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Bounds the memory of all replay buffers and of the encodings of their events. Above the limit the largest buffers
 * shrink, to the same size. Thread-safe.
 */
final class ReplayMemory {

    private static final int MIB = 1 << 20;

    /** The share of the heap for the events in all buffers. */
    private static final int EVENTS = 8;

    /** The share of the heap for the encodings of events. */
    private static final int ENCODINGS = 16;

    private static final long MOST_PER_ROOM = 8L * MIB;
    private static final long MOST_ENCODINGS = 32L * MIB;

    private final long limit;
    private final Supplier<? extends Collection<ReplayBuffer>> buffers;
    private final EncodingCache encodingCache;
    private final AtomicLong added = new AtomicLong(); // since the last look at all buffers

    /**
     * Creates a bound.
     *
     * @param heap the bytes of the heap, of which a share is used
     * @param buffers returns all buffers
     */
    ReplayMemory(long heap, Supplier<? extends Collection<ReplayBuffer>> buffers) {
        this.limit = heap / EVENTS;
        this.buffers = buffers;
        this.encodingCache = new EncodingCache(Math.min(MOST_ENCODINGS, heap / ENCODINGS));
    }

    /** Returns the cache of the encodings of all rooms. */
    EncodingCache encodingCache() {
        return encodingCache;
    }

    /** Returns the largest weight of one buffer. */
    long mostPerRoom() {
        return Math.min(MOST_PER_ROOM, limit / 4);
    }

    /** Counts an added event, and shrinks the largest buffers if all together are too large. */
    void onAdded(long weight) {
        if (added.addAndGet(weight) > limit / 16) {
            added.set(0);
            shrinkLargest();
        }
    }

    private void shrinkLargest() {
        List<ReplayBuffer> all = List.copyOf(buffers.get());
        long[] weights = all.stream().mapToLong(ReplayBuffer::weight).sorted().toArray();
        long total = 0;
        for (long weight : weights) {
            total += weight;
        }
        if (total > limit - limit / 16) {
            long share = share(weights);
            all.forEach(buffer -> buffer.shrinkTo(share));
        }
    }

    /** Returns the weight to which the largest buffers shrink, so that all together have three quarters of the limit. */
    private long share(long[] ascending) {
        long rest = limit / 4 * 3;
        for (int i = 0; i < ascending.length; i++) {
            int others = ascending.length - i;
            if (ascending[i] >= rest / others) {
                return rest / others;
            }
            rest -= ascending[i];
        }
        return Long.MAX_VALUE;
    }
}
