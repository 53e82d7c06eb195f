package dev.parley.stomp;

import dev.parley.stomp.MalformedFrameException.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One frame while it arrives: where in it the next byte belongs, and what of it is here. Used once. */
final class PartialFrame {
    private final Peer sender;
    private final @Nullable StompVersion version;
    private final FrameLimits limits;
    private final ByteAccumulator byteAccumulator = new ByteAccumulator();
    private int frameBytes;
    private int headerBytes;
    private @Nullable HeaderParser lines;
    private @Nullable FrameHead head;

    /**
     * @param version null: none is agreed upon yet
     */
    PartialFrame(Peer sender, @Nullable StompVersion version, FrameLimits limits) {
        this.sender = sender;
        this.version = version;
        this.limits = limits;
    }

    /** Takes bytes up to the end of the frame; null if it is not among them. */
    @Nullable
    Frame decode(ByteBuffer bytes) throws MalformedFrameException {
        FrameHead start = head;
        while (start == null) {
            if (!bytes.hasRemaining()) {
                return null;
            }
            start = takeOfHead(bytes.get());
        }
        head = start;
        boolean whole = start.bodyBytes() == FrameHead.UNTIL_NUL
                ? takeOfOpenBody(bytes)
                : takeOfCountedBody(bytes, start.bodyBytes());
        return whole ? start.with(byteAccumulator) : null;
    }

    private @Nullable FrameHead takeOfHead(byte octet) throws MalformedFrameException {
        frameBytes++;
        if (frameBytes > limits.maxFrameBytes()) {
            throw tooLarge();
        }
        if (lines != null) {
            headerBytes++;
            if (headerBytes > limits.maxHeaderBytes()) {
                throw new MalformedFrameException(
                        Fault.TOO_LARGE,
                        "The headers of the frame are too large. At most " + limits.maxHeaderBytes()
                                + " bytes are allowed.");
            }
        } else if (octet != '\n' && byteAccumulator.size() > StompCommand.LONGEST) {
            throw unknownCommand();
        }
        if (octet == 0) {
            throw new MalformedFrameException(
                    "The frame ends with a NUL before its blank line. Put a blank line behind command and headers.");
        }
        if (octet != '\n') {
            byteAccumulator.add(octet);
            return null;
        }
        return takeLine();
    }

    /** What the frame's head is if this line, which {@link #byteAccumulator} holds, was its last, the blank one. */
    private @Nullable FrameHead takeLine() throws MalformedFrameException {
        byte[] line = byteAccumulator.array();
        int length = byteAccumulator.size();
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        byteAccumulator.clear();
        if (lines == null) {
            StompCommand stompCommand =
                    StompCommand.find(sender, new String(line, 0, length, StandardCharsets.ISO_8859_1));
            if (stompCommand == null) {
                throw unknownCommand();
            }
            lines = new HeaderParser(stompCommand, version, limits);
            return null;
        }
        if (length > 0) {
            lines.add(line, length);
            return null;
        }
        FrameHead complete = lines.end();
        if (complete.bodyBytes() > limits.maxFrameBytes() - frameBytes - 1) {
            throw tooLarge();
        }
        return complete;
    }

    private boolean takeOfCountedBody(ByteBuffer bytes, int bodyBytes) throws MalformedFrameException {
        byteAccumulator.add(bytes, Math.min(bytes.remaining(), bodyBytes - byteAccumulator.size()));
        if (!bytes.hasRemaining()) {
            return false;
        }
        if (bytes.get() != 0) {
            throw new MalformedFrameException(
                    "The body is longer than its content-length says. Count bytes in UTF-8, not characters.");
        }
        return true;
    }

    private boolean takeOfOpenBody(ByteBuffer bytes) throws MalformedFrameException {
        int room = limits.maxFrameBytes() - frameBytes - byteAccumulator.size();
        int most = Math.min(bytes.remaining(), room);
        int count = 0;
        while (count < most && bytes.get(bytes.position() + count) != 0) {
            count++;
        }
        if (count == room) {
            throw tooLarge();
        }
        byteAccumulator.add(bytes, count);
        if (!bytes.hasRemaining()) {
            return false;
        }
        bytes.get();
        return true;
    }

    private MalformedFrameException tooLarge() {
        return new MalformedFrameException(
                Fault.TOO_LARGE, "The frame is too large. At most " + limits.maxFrameBytes() + " bytes are allowed.");
    }

    private MalformedFrameException unknownCommand() {
        return new MalformedFrameException(
                sender == Peer.CLIENT
                        ? "The frame begins with no STOMP command. A client says CONNECT first, then SEND or SUBSCRIBE."
                        : "The frame begins with no STOMP command. A server says CONNECTED, MESSAGE, RECEIPT or ERROR.");
    }
}
