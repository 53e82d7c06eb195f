package dev.parley.stomp;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The body of a frame. Immutable; equal by content; may be shared between frames. */
public final class Body {
    /** An empty body. */
    public static final Body EMPTY = new Body(new byte[0]);

    private final byte[] bytes;

    private Body(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Returns a body with a copy of these bytes. */
    public static Body of(byte[] bytes) {
        return owning(bytes.clone());
    }

    /** Returns a body with this text in UTF-8. */
    public static Body of(String text) {
        return owning(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a body that uses this array; the caller must not modify it afterwards. */
    static Body owning(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Body(bytes);
    }

    /** Returns the size in bytes. */
    public int size() {
        return bytes.length;
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /** Returns a copy of the bytes. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /**
     * Returns the bytes decoded as UTF-8.
     *
     * @throws MalformedFrameException if they are not valid UTF-8
     */
    public String text() throws MalformedFrameException {
        try {
            return Utf8.decode(bytes, 0, bytes.length);
        } catch (CharacterCodingException ignored) {
            throw new MalformedFrameException(
                    MalformedFrameException.Fault.NOT_UTF8,
                    "The body of the frame is not valid UTF-8. Send text in UTF-8.");
        }
    }

    void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, bytes.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Body body && Arrays.equals(bytes, body.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Returns only the size, because messages must not appear in logs. */
    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
