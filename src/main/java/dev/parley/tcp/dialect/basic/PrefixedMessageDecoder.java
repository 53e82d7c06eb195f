package dev.parley.tcp.dialect.basic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.tcp.TcpConnection;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Splits input into messages that begin with the name of their sender. A line end, a NUL or the next prefix ends a
 * message, or silence for clients that send no terminator. Confined to the connection's event loop.
 */
public final class PrefixedMessageDecoder {

    /** How a message ended. */
    public enum End {
        /** Silence, or the prefix of the next message. */
        NONE,
        NUL,
        LINE_FEED,
        CARRIAGE_RETURN_LINE_FEED
    }

    private final SilenceTimer timer;
    private final ClientText clientText;
    private final boolean splitsPrefixes;
    private byte[] prefix = {};
    private End lastEnd = End.NONE;
    private int scannedBytes;

    /**
     * Creates a decoder without a prefix.
     *
     * @param silence the silence that ends a message
     * @param splitsPrefixes whether the client splits its output even inside a prefix
     */
    public PrefixedMessageDecoder(
            TcpConnection connection, Duration silence, ClientText clientText, boolean splitsPrefixes) {
        this.timer = new SilenceTimer(connection, silence);
        this.clientText = clientText;
        this.splitsPrefixes = splitsPrefixes;
    }

    /**
     * Sets the prefix of this client's messages: the name as the client sent it, even if the server assigned another.
     *
     * @param bytes the bytes of the prefix
     */
    public void setPrefix(byte[] bytes) {
        prefix = bytes.clone();
    }

    /** Returns how the last message ended. */
    public End lastEnd() {
        return lastEnd;
    }

    /** Removes the next complete message from the buffer and returns it without the prefix; null if there is none. */
    public @Nullable String next(ByteBuf input) {
        ClientText.skipPadding(input);
        int start = hasPrefix(input, input.readerIndex()) ? prefix.length : 0;
        int end = findEnd(input, input.readerIndex() + start);
        if (end == input.writerIndex() && (!input.isReadable() || isTerminated() || !timer.isOver(input))) {
            scannedBytes = input.readableBytes();
            return null;
        }
        timer.restart();
        scannedBytes = 0;
        input.skipBytes(start);
        String message = takeEnd(input, clientText.read(input, end - input.readerIndex()));
        return start == 0 && splitsPrefixes ? removeTruncatedPrefix(message) : message;
    }

    /** Silence ends no message of a client that has sent a terminator. */
    private boolean isTerminated() {
        return !splitsPrefixes && lastEnd != End.NONE;
    }

    /** Removes the terminator behind a message, if there is one, and returns the message. */
    private String takeEnd(ByteBuf input, String message) {
        if (!input.isReadable() || !isTerminator(input.getByte(input.readerIndex()))) {
            return message;
        }
        boolean isNul = input.readByte() == 0;
        if (message.endsWith("\r")) {
            // CR LF, or CR NUL of a telnet client (RFC 854).
            lastEnd = End.CARRIAGE_RETURN_LINE_FEED;
            return message.substring(0, message.length() - 1);
        }
        lastEnd = isNul ? End.NUL : End.LINE_FEED;
        return message;
    }

    /** Returns the end of the message that starts here. Stops at the first end, because many messages may follow. */
    private int findEnd(ByteBuf input, int from) {
        int end = Math.max(from, input.readerIndex() + scannedBytes - prefix.length);
        while (end < input.writerIndex() && !isTerminator(input.getByte(end)) && !hasPrefix(input, end)) {
            end++;
        }
        return end;
    }

    private static boolean isTerminator(byte sent) {
        return sent == '\n' || sent == 0;
    }

    private boolean hasPrefix(ByteBuf input, int at) {
        if (prefix.length == 0 || input.writerIndex() - at < prefix.length) {
            return false;
        }
        int matching = 0;
        while (matching < prefix.length && input.getByte(at + matching) == prefix[matching]) {
            matching++;
        }
        return matching == prefix.length;
    }

    /** Removes the rest of a prefix: the client splits its output at its buffer size, even inside a prefix. */
    private String removeTruncatedPrefix(String message) {
        String fullPrefix = new String(prefix, UTF_8);
        for (int from = 1; from < fullPrefix.length() - 1; from++) {
            if (message.startsWith(fullPrefix.substring(from))) {
                return message.substring(fullPrefix.length() - from);
            }
        }
        return message;
    }

    /** Returns, after the end of input, whether nothing is pending; otherwise processes it first. */
    public boolean isDone() {
        return timer.isDone();
    }

    /** Cancels the timer. */
    public void end() {
        timer.restart();
    }
}
