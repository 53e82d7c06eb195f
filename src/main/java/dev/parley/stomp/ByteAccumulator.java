package dev.parley.stomp;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A growing buffer for an incomplete frame. Holds at most twice the bytes received. */
final class ByteAccumulator {
    private static final int INITIAL_CAPACITY = 64;

    private byte[] bytes = new byte[INITIAL_CAPACITY];
    private int size;

    int size() {
        return size;
    }

    void add(byte octet) {
        ensureCapacity(1);
        bytes[size++] = octet;
    }

    /** Reads {@code count} bytes from the buffer. */
    void add(ByteBuffer from, int count) {
        ensureCapacity(count);
        from.get(bytes, size, count);
        size += count;
    }

    private void ensureCapacity(int count) {
        if (bytes.length - size < count) {
            bytes = Arrays.copyOf(bytes, Math.max(size + count, 2 * bytes.length));
        }
    }

    /** Returns the internal array, valid up to {@link #size()} until the next call of {@code add}. */
    byte[] array() {
        return bytes;
    }

    /** Removes the content and keeps the capacity. */
    void clear() {
        size = 0;
    }

    /** Returns a copy of the content. */
    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }
}
