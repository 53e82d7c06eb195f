package dev.parley.stomp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes frames from a stream of bytes, which may be split anywhere. Accepts CR LF as a line end in every version,
 * and unescaped colons in values. Refuses everything else that violates the specification, and checks limits before it
 * allocates memory. Holds no data between frames.
 *
 * <p>Does not decode escapes before {@link #setVersion}. Confined to the thread that reads the connection.
 *
 * <pre>{@code
 * for (StompInput next = decoder.decode(bytes); next != null; next = decoder.decode(bytes)) { ... }
 * }</pre>
 */
public final class StompDecoder {
    private final Peer sender;
    private FrameLimits limits;
    private @Nullable StompVersion version;
    private @Nullable PartialFrame partial;
    private @Nullable MalformedFrameException failure;
    private boolean afterCarriageReturn;

    /**
     * @param sender the end whose frames are decoded; a command of the other end is malformed
     * @param limits the limits until {@link #setVersion}
     */
    public StompDecoder(Peer sender, FrameLimits limits) {
        this.sender = sender;
        this.limits = limits;
    }

    /**
     * Sets the version and the limits from the next frame on. Call it after CONNECT is accepted (in a client: after
     * CONNECTED is received) and before decoding further bytes, whose escapes depend on it.
     *
     * @throws IllegalStateException if a part of the next frame has been decoded
     */
    public void setVersion(StompVersion version, FrameLimits limits) {
        if (partial != null) {
            throw new IllegalStateException("The version cannot be set after a part of the next frame was decoded.");
        }
        this.version = version;
        this.limits = limits;
    }

    /**
     * Decodes the next frame or line end. Leaves all further bytes in the buffer.
     *
     * @return null if the buffer is empty and the next frame is incomplete
     * @throws MalformedFrameException if the input is not STOMP or exceeds a limit; every later call throws it again
     */
    public @Nullable StompInput decode(ByteBuffer bytes) throws MalformedFrameException {
        if (failure != null) {
            throw failure;
        }
        try {
            return next(bytes);
        } catch (MalformedFrameException e) {
            failure = e;
            partial = null;
            throw e;
        }
    }

    /** Returns whether a frame is incomplete. */
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
                        "There is a single carriage return between two frames. End lines with a line feed.");
            } else if (first == '\r') {
                bytes.get();
                afterCarriageReturn = true;
            } else {
                frame = new PartialFrame(sender, version, limits);
            }
        }
        Frame decoded = frame.decode(bytes);
        partial = decoded == null ? frame : null;
        return decoded;
    }
}
