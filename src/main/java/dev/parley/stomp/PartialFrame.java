package dev.parley.stomp;

import dev.parley.stomp.MalformedFrameException.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Decodes one frame incrementally. Used for one frame only. */
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
     * @param version null before the negotiation
     */
    PartialFrame(Peer sender, @Nullable StompVersion version, FrameLimits limits) {
        this.sender = sender;
        this.version = version;
        this.limits = limits;
    }

    /** Consumes bytes up to the end of the frame; returns null if the frame is incomplete. */
    @Nullable
    Frame decode(ByteBuffer bytes) throws MalformedFrameException {
        FrameHead current = head;
        while (current == null) {
            if (!bytes.hasRemaining()) {
                return null;
            }
            current = decodeHead(bytes.get());
        }
        head = current;
        boolean isComplete = current.bodyBytes() == FrameHead.UNTIL_NUL
                ? decodeUntilNul(bytes)
                : decodeCounted(bytes, current.bodyBytes());
        return isComplete ? current.with(byteAccumulator) : null;
    }

    private @Nullable FrameHead decodeHead(byte octet) throws MalformedFrameException {
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
        } else if (octet != '\n' && byteAccumulator.size() > StompCommand.MAX_LENGTH) {
            throw unknownCommand();
        }
        if (octet == 0) {
            throw new MalformedFrameException(
                    "The frame has a NUL before its blank line. Send a blank line after the command and the headers.");
        }
        if (octet != '\n') {
            byteAccumulator.add(octet);
            return null;
        }
        return decodeLine();
    }

    /**
     * Processes the line in {@link #byteAccumulator}; returns the head of the frame after the blank line, otherwise
     * null.
     */
    private @Nullable FrameHead decodeLine() throws MalformedFrameException {
        byte[] line = byteAccumulator.array();
        int length = byteAccumulator.size();
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        byteAccumulator.clear();
        if (lines == null) {
            StompCommand command = StompCommand.find(sender, new String(line, 0, length, StandardCharsets.ISO_8859_1));
            if (command == null) {
                throw unknownCommand();
            }
            lines = new HeaderParser(command, version, limits);
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

    private boolean decodeCounted(ByteBuffer bytes, int bodyBytes) throws MalformedFrameException {
        byteAccumulator.add(bytes, Math.min(bytes.remaining(), bodyBytes - byteAccumulator.size()));
        if (!bytes.hasRemaining()) {
            return false;
        }
        if (bytes.get() != 0) {
            throw new MalformedFrameException(
                    "The body is longer than its content-length. Count bytes in UTF-8, not characters.");
        }
        return true;
    }

    private boolean decodeUntilNul(ByteBuffer bytes) throws MalformedFrameException {
        int available = limits.maxFrameBytes() - frameBytes - byteAccumulator.size();
        int limit = Math.min(bytes.remaining(), available);
        int count = 0;
        while (count < limit && bytes.get(bytes.position() + count) != 0) {
            count++;
        }
        if (count == available) {
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
                        ? "The frame does not begin with a STOMP command. A client sends CONNECT first, then SEND or SUBSCRIBE."
                        : "The frame does not begin with a STOMP command. A server sends CONNECTED, MESSAGE, RECEIPT or ERROR.");
    }
}
