package dev.parley.chat.room;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the bytes of the encodings that the deliveries of all rooms share. Above the limit it drops the oldest
 * encodings; a reader that needs one encodes the event again. Called once per encoding, not per reader. Thread-safe,
 * without locks.
 */
final class EncodingCache {

    /** The memory of an entry besides its encoding, about. */
    private static final int OVERHEAD = 128;

    private final long limit;
    private final AtomicLong bytes = new AtomicLong();
    private final Queue<Encoding> oldestFirst = new ConcurrentLinkedQueue<>();

    /** Creates an empty cache of about that many bytes. */
    EncodingCache(long limit) {
        this.limit = limit;
    }

    /** An encoding until it is dropped. */
    static final class Encoding {
        private static final Object DROPPED = new Object();

        private final int bytes;
        private volatile @Nullable Object encoded;

        Encoding(@Nullable Object encoded) {
            this.encoded = encoded;
            this.bytes = OVERHEAD + (encoded instanceof byte[] array ? array.length : 0);
        }

        /** Returns the encoding, which may be null, or {@link #isDropped an object that is none}. */
        @Nullable
        Object get() {
            return encoded;
        }

        static boolean isDropped(@Nullable Object got) {
            return got == DROPPED;
        }

        void drop() {
            encoded = DROPPED;
        }
    }

    /** Adds an encoding, and drops the oldest ones above the limit. */
    void add(Encoding encoding) {
        // Counted before it is added, so that the count is never below the bytes that are held.
        long now = bytes.addAndGet(encoding.bytes);
        oldestFirst.add(encoding);
        while (now > limit) {
            Encoding oldest = oldestFirst.poll();
            if (oldest == null) {
                return;
            }
            oldest.drop();
            now = bytes.addAndGet(-oldest.bytes);
        }
    }
}
