package dev.parley.stomp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of a frame's body. Immutable, equal by content; shared by every frame that is made with it. */
public final class Body {
    /** The body of a frame that has none. */
    public static final Body EMPTY = new Body(new byte[0]);

    private final byte[] bytes;

    private Body(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A body of these bytes, which are copied. */
    public static Body of(byte[] bytes) {
        return owning(bytes.clone());
    }

    /** A body of this text in UTF-8. */
    public static Body of(String text) {
        return owning(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A body of these bytes, which nobody changes from now on. */
    static Body owning(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Body(bytes);
    }

    /** How many bytes it has. */
    public int size() {
        return bytes.length;
    }

    /** Whether it has no bytes. */
    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /** A read-only view of the bytes. */
    public ByteBuffer bytes() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /** A copy of the bytes. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /**
     * The bytes read as UTF-8.
     *
     * @throws MalformedFrameException if they are not UTF-8
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

    /** Its size only: what people write does not belong into logs. */
    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
