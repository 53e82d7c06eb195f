package dev.parley.tcp.dialect.handle;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.tcp.TcpConnection;
import dev.parley.tcp.dialect.basic.SilenceTimer;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Splits input into messages of the form {@code NAME> WORD} without a terminator: the next prefix or silence ends a
 * message. Confined to the connection's event loop.
 */
final class WordDecoder {

    private final SilenceTimer timer;
    private byte[] prefix = {'>', ' '};

    WordDecoder(TcpConnection connection, Duration silence) {
        this.timer = new SilenceTimer(connection, silence);
    }

    /**
     * Sets the prefix of this client's messages: the name as the client sent it, even if the server assigned another.
     */
    void setName(String name) {
        prefix = (name + "> ").getBytes(UTF_8);
    }

    /** Removes the next complete message from the buffer and returns it without the prefix; null if there is none. */
    @Nullable
    String next(ByteBuf input) {
        int start = hasPrefix(input, input.readerIndex()) ? prefix.length : 0;
        int end = findEnd(input, input.readerIndex() + start);
        if (end == input.writerIndex() && !timer.isOver(input.readableBytes())) {
            return null;
        }
        timer.restart();
        input.skipBytes(start);
        String message =
                input.readCharSequence(end - input.readerIndex(), UTF_8).toString();
        if (input.isReadable() && isTerminator(input.getByte(end))) {
            input.skipBytes(1);
        }
        return start == 0 ? removeTruncatedPrefix(message) : message;
    }

    /** Returns the end of the message that starts here. Stops at the first end, because many messages may follow. */
    private int findEnd(ByteBuf input, int from) {
        int end = from;
        while (end < input.writerIndex() && !isTerminator(input.getByte(end)) && !hasPrefix(input, end)) {
            end++;
        }
        return end;
    }

    private static boolean isTerminator(byte sent) {
        return sent == '\n' || sent == 0;
    }

    private boolean hasPrefix(ByteBuf input, int at) {
        if (input.writerIndex() - at < prefix.length) {
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
    boolean isDone() {
        return timer.isDone();
    }

    /** Cancels the timer. */
    void end() {
        timer.restart();
    }
}
