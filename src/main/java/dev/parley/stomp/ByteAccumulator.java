package dev.parley.stomp;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes of a frame that has not arrived whole. Never holds more than twice what has arrived. */
final class ByteAccumulator {
    private static final int FIRST = 64;

    private byte[] bytes = new byte[FIRST];
    private int size;

    int size() {
        return size;
    }

    void add(byte octet) {
        room(1);
        bytes[size++] = octet;
    }

    /** Takes this many bytes from the buffer. */
    void add(ByteBuffer from, int count) {
        room(count);
        from.get(bytes, size, count);
        size += count;
    }

    private void room(int count) {
        if (bytes.length - size < count) {
            bytes = Arrays.copyOf(bytes, Math.max(size + count, 2 * bytes.length));
        }
    }

    /** The bytes themselves, valid up to {@link #size()} and until the next call that adds. */
    byte[] array() {
        return bytes;
    }

    /** Forgets what it holds and keeps the room. */
    void clear() {
        size = 0;
    }

    /** What it holds, in an array that nobody else has. */
    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }
}
