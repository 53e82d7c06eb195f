package dev.parley.tcp.dialect.handle;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.tcp.TcpConnection;
import dev.parley.tcp.dialect.basic.SilenceTimer;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what comes into messages of the form {@code NAME> WORD}, which have no end of their own: the next one's beginning
 * ends them, or silence. Confined to its connection's event loop.
 */
final class WordDecoder {

    private final SilenceTimer silenceTimer;
    private byte[] prefix = {'>', ' '};

    /** Nobody's yet. */
    WordDecoder(TcpConnection tcpConnection, Duration silence) {
        this.silenceTimer = new SilenceTimer(tcpConnection, silence);
    }

    /** Whose they are: what stands before each is no more than the name as it was given, whatever it has become. */
    void from(String name) {
        prefix = (name + "> ").getBytes(UTF_8);
    }

    /** Takes the next whole message off, without the name before it; null if there is none yet. */
    @Nullable
    String next(ByteBuf input) {
        int start = hasPrefix(input, input.readerIndex()) ? prefix.length : 0;
        int end = end(input, input.readerIndex() + start);
        if (end == input.writerIndex() && !silenceTimer.isOver(input.readableBytes())) {
            return null;
        }
        silenceTimer.restart();
        input.skipBytes(start);
        String message =
                input.readCharSequence(end - input.readerIndex(), UTF_8).toString();
        if (input.isReadable() && isEnd(input.getByte(end))) {
            input.skipBytes(1);
        }
        return start == 0 ? withoutBrokenPrefix(message) : message;
    }

    /** Where the message from here on ends. Looks no further: much may follow that is many messages. */
    private int end(ByteBuf input, int from) {
        int end = from;
        while (end < input.writerIndex() && !isEnd(input.getByte(end)) && !hasPrefix(input, end)) {
            end++;
        }
        return end;
    }

    private static boolean isEnd(byte sent) {
        return sent == '\n' || sent == 0;
    }

    private boolean hasPrefix(ByteBuf input, int at) {
        if (input.writerIndex() - at < prefix.length) {
            return false;
        }
        int same = 0;
        while (same < prefix.length && input.getByte(at + same) == prefix[same]) {
            same++;
        }
        return same == prefix.length;
    }

    /** The client cuts what does not fit its memory wherever that is, also in what stands before a message. */
    private String withoutBrokenPrefix(String message) {
        String whole = new String(prefix, UTF_8);
        for (int from = 1; from < whole.length() - 1; from++) {
            if (message.startsWith(whole.substring(from))) {
                return message.substring(whole.length() - from);
            }
        }
        return message;
    }

    /** Nothing will follow; whether nothing waits either. Else it is dealt with first. */
    boolean isDone() {
        return silenceTimer.isDone();
    }

    /** Waits for nothing any more. */
    void end() {
        silenceTimer.restart();
    }
}
