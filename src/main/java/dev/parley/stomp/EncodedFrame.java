package dev.parley.stomp;

import java.util.Objects;

/**
 * A frame as bytes of one version, of known size, to be written into whatever array the caller sends from. Immutable;
 * shares the body with the frame, so that the same message for many subscription ids holds its text once.
 */
public final class EncodedFrame {
    private final byte[] head;
    private final Body body;

    EncodedFrame(byte[] head, Body body) {
        this.head = head;
        this.body = body;
    }

    /** How many bytes it takes, the NUL at its end included. */
    public int size() {
        return head.length + body.size() + 1;
    }

    /**
     * Writes {@link #size()} bytes.
     *
     * @param offset the place of the first one
     * @throws IndexOutOfBoundsException if they do not fit; then nothing has been written
     */
    public void copyTo(byte[] target, int offset) {
        Objects.checkFromIndexSize(offset, size(), target.length);
        System.arraycopy(head, 0, target, offset, head.length);
        body.copyTo(target, offset + head.length);
        target[offset + size() - 1] = 0;
    }

    /** The bytes in an array of their own. */
    public byte[] toByteArray() {
        byte[] bytes = new byte[size()];
        copyTo(bytes, 0);
        return bytes;
    }
}
