package dev.parley.stomp;

import java.util.Objects;

/**
 * A frame encoded for one version, of known size. Immutable; shares the body with the frame, so that several encodings
 * of one message hold its text once.
 */
public final class EncodedFrame {
    private final byte[] head;
    private final Body body;

    EncodedFrame(byte[] head, Body body) {
        this.head = head;
        this.body = body;
    }

    /** Returns the size in bytes, including the NUL at the end. */
    public int size() {
        return head.length + body.size() + 1;
    }

    /**
     * Writes {@link #size()} bytes to the array.
     *
     * @param offset the index of the first byte
     * @throws IndexOutOfBoundsException if the bytes do not fit; the array is unchanged then
     */
    public void copyTo(byte[] target, int offset) {
        Objects.checkFromIndexSize(offset, size(), target.length);
        System.arraycopy(head, 0, target, offset, head.length);
        body.copyTo(target, offset + head.length);
        target[offset + size() - 1] = 0;
    }

    /** Returns the bytes in a new array. */
    public byte[] toByteArray() {
        byte[] bytes = new byte[size()];
        copyTo(bytes, 0);
        return bytes;
    }
}
