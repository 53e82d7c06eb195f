package dev.parley.stomp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Finds frames in a stream of bytes, however it is cut into pieces. Lenient where clients differ: lines may end with CR
 * LF in every version, colons in values need no escape. Strict in all else, and each limit is checked before memory is
 * used. Between frames it holds nothing.
 *
 * <p>Begins with no version agreed upon: nothing is unescaped then. Confined to the thread that reads the connection.
 *
 * <pre>{@code
 * for (Incoming next = reader.read(bytes); next != null; next = reader.read(bytes)) { ... }
 * }</pre>
 */
public final class StompDecoder {
    private final Peer sender;
    private FrameLimits limits;
    private @Nullable StompVersion version;
    private @Nullable PartialFrame partial;
    private @Nullable MalformedFrameException broken;
    private boolean afterCarriageReturn;

    /**
     * @param sender the end whose frames are read; a command only the other end sends is malformed
     * @param limits until {@link #setVersion}
     */
    public StompDecoder(Peer sender, FrameLimits limits) {
        this.sender = sender;
        this.limits = limits;
    }

    /**
     * From the next frame on this version is spoken and these limits hold. To be called when CONNECT is accepted (on a
     * client: when CONNECTED came), before anything behind it is read: its escapes would be read by the wrong rules.
     *
     * @throws IllegalStateException if a part of the next frame has already been read
     */
    public void setVersion(StompVersion version, FrameLimits limits) {
        if (partial != null) {
            throw new IllegalStateException(
                    "The version was agreed upon when a part of the next frame was already read.");
        }
        this.version = version;
        this.limits = limits;
    }

    /**
     * Takes bytes up to the end of the next frame or of a line between frames; what is behind stays in the buffer for
     * the next call.
     *
     * @return null when the buffer is empty and a part of a frame, or nothing, is waiting for more
     * @throws MalformedFrameException if this is not STOMP or too large; every later call throws it again, for nothing can be
     *     read any more
     */
    public @Nullable StompInput decode(ByteBuffer bytes) throws MalformedFrameException {
        if (broken != null) {
            throw broken;
        }
        try {
            return next(bytes);
        } catch (MalformedFrameException e) {
            broken = e;
            partial = null;
            throw e;
        }
    }

    /** Whether a frame has begun whose end has not yet arrived. */
    public boolean isWithinFrame() {
        return partial != null;
    }

    private @Nullable StompInput next(ByteBuffer bytes) throws MalformedFrameException {
        PartialFrame frame = partial;
        while (frame == null) {
            if (!bytes.hasRemaining()) {
                return null;
            }
            byte first = bytes.get(bytes.position());
            if (first == '\n') {
                bytes.get();
                afterCarriageReturn = false;
                return Heartbeat.EOL;
            } else if (afterCarriageReturn) {
                throw new MalformedFrameException(
                        "A carriage return stands alone between two frames. End lines with a line feed.");
            } else if (first == '\r') {
                bytes.get();
                afterCarriageReturn = true;
            } else {
                frame = new PartialFrame(sender, version, limits);
            }
        }
        Frame whole = frame.decode(bytes);
        partial = whole == null ? frame : null;
        return whole;
    }
}
