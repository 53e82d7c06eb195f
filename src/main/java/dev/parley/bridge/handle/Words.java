package dev.parley.bridge.handle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.bridge.Connection;
import dev.parley.bridge.talk.Pause;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what comes into messages of the form {@code NAME> WORD}, which have no end of their own: the next one's beginning
 * ends them, or silence. Confined to its connection's event loop.
 */
final class Words {

    private final Pause pause;
    private String prefix = "> ";

    /** Nobody's yet. */
    Words(Connection connection, Duration silence) {
        this.pause = new Pause(connection, silence);
    }

    /** Whose they are: what stands before each is no more than the name as it was given, whatever it has become. */
    void from(String name) {
        prefix = new String((name + "> ").getBytes(UTF_8), ISO_8859_1);
    }

    /** Takes the next whole message off, without the name before it; null if there is none yet. */
    @Nullable
    String next(ByteBuf input) {
        String sent = input.toString(ISO_8859_1);
        int start = sent.startsWith(prefix) ? prefix.length() : 0;
        int end = firstOf(sent.indexOf(prefix, start), firstOf(sent.indexOf('\n', start), sent.indexOf('\0', start)));
        if (end < 0) {
            if (!pause.isOver(input.readableBytes())) {
                return null;
            }
            end = sent.length();
        }
        pause.none();
        boolean hasEnd = end < sent.length() && (sent.charAt(end) == '\n' || sent.charAt(end) == '\0');
        input.skipBytes(hasEnd ? end + 1 : end);
        String message = new String(sent.substring(start, end).getBytes(ISO_8859_1), UTF_8);
        return start == 0 ? withoutBrokenPrefix(message) : message;
    }

    private static int firstOf(int one, int other) {
        return one < 0 ? other : other < 0 ? one : Math.min(one, other);
    }

    /** The client cuts what does not fit its memory wherever that is, also in what stands before a message. */
    private String withoutBrokenPrefix(String message) {
        for (int from = 1; from < prefix.length() - 1; from++) {
            if (message.startsWith(prefix.substring(from))) {
                return message.substring(prefix.length() - from);
            }
        }
        return message;
    }

    /** Nothing will follow; whether nothing waits either. Else it is dealt with first. */
    boolean isDone() {
        return pause.isDone();
    }

    /** Waits for nothing any more. */
    void end() {
        pause.none();
    }
}
