package dev.parley.stomp;

import dev.parley.stomp.MalformedFrame.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One frame while it arrives: where in it the next byte belongs, and what of it is here. Used once. */
final class PartialFrame {
    private final Peer sender;
    private final @Nullable StompVersion version;
    private final FrameLimits limits;
    private final Gathered gathered = new Gathered();
    private int frameBytes;
    private int headerBytes;
    private @Nullable HeaderLines lines;
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
    Frame read(ByteBuffer bytes) throws MalformedFrame {
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
        return whole ? start.with(gathered) : null;
    }

    private @Nullable FrameHead takeOfHead(byte octet) throws MalformedFrame {
        frameBytes++;
        if (frameBytes > limits.maxFrameBytes()) {
            throw tooLarge();
        }
        if (lines != null) {
            headerBytes++;
            if (headerBytes > limits.maxHeaderBytes()) {
                throw new MalformedFrame(
                        Fault.TOO_LARGE,
                        "The headers of the frame are too large. At most " + limits.maxHeaderBytes()
                                + " bytes are allowed.");
            }
        } else if (octet != '\n' && gathered.size() > Command.LONGEST) {
            throw unknownCommand();
        }
        if (octet == 0) {
            throw new MalformedFrame(
                    "The frame ends with a NUL before its blank line. Put a blank line behind command and headers.");
        }
        if (octet != '\n') {
            gathered.add(octet);
            return null;
        }
        return takeLine();
    }

    /** What the frame's head is if this line, which {@link #gathered} holds, was its last, the blank one. */
    private @Nullable FrameHead takeLine() throws MalformedFrame {
        byte[] line = gathered.array();
        int length = gathered.size();
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        gathered.clear();
        if (lines == null) {
            Command command = Command.find(sender, new String(line, 0, length, StandardCharsets.ISO_8859_1));
            if (command == null) {
                throw unknownCommand();
            }
            lines = new HeaderLines(command, version, limits);
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

    private boolean takeOfCountedBody(ByteBuffer bytes, int bodyBytes) throws MalformedFrame {
        gathered.add(bytes, Math.min(bytes.remaining(), bodyBytes - gathered.size()));
        if (!bytes.hasRemaining()) {
            return false;
        }
        if (bytes.get() != 0) {
            throw new MalformedFrame(
                    "The body is longer than its content-length says. Count bytes in UTF-8, not characters.");
        }
        return true;
    }

    private boolean takeOfOpenBody(ByteBuffer bytes) throws MalformedFrame {
        int room = limits.maxFrameBytes() - frameBytes - gathered.size();
        int most = Math.min(bytes.remaining(), room);
        int count = 0;
        while (count < most && bytes.get(bytes.position() + count) != 0) {
            count++;
        }
        if (count == room) {
            throw tooLarge();
        }
        gathered.add(bytes, count);
        if (!bytes.hasRemaining()) {
            return false;
        }
        bytes.get();
        return true;
    }

    private MalformedFrame tooLarge() {
        return new MalformedFrame(
                Fault.TOO_LARGE, "The frame is too large. At most " + limits.maxFrameBytes() + " bytes are allowed.");
    }

    private MalformedFrame unknownCommand() {
        return new MalformedFrame(
                sender == Peer.CLIENT
                        ? "The frame begins with no STOMP command. A client says CONNECT first, then SEND or SUBSCRIBE."
                        : "The frame begins with no STOMP command. A server says CONNECTED, MESSAGE, RECEIPT or ERROR.");
    }
}
