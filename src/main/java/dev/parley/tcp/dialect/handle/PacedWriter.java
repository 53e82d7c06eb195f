package dev.parley.tcp.dialect.handle;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.tcp.TcpConnection;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * What goes out to a client that takes each piece it reads for one message, and has room for 499 bytes of it: one piece
 * at a time, with a pause between them, several lines in one if there are several. Confined to its connection's event
 * loop.
 */
final class PacedWriter {

    private static final int MOST_BYTES = 499;

    /** So long after a piece the next one is no more read together with it. */
    private static final Duration PACE = Duration.ofMillis(50);

    private final TcpConnection tcpConnection;
    private final Deque<byte[]> lines = new ArrayDeque<>();
    private @Nullable Future<?> next;

    PacedWriter(TcpConnection tcpConnection) {
        this.tcpConnection = tcpConnection;
    }

    /** Whether nothing waits. */
    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Says this line when its time comes. */
    void add(String line) {
        byte[] rest = line.getBytes(UTF_8);
        while (rest.length > MOST_BYTES) {
            int end = MOST_BYTES;
            while ((rest[end] & 0xC0) == 0x80) {
                end--;
            }
            lines.add(part(rest, 0, end));
            rest = part(rest, end, rest.length);
        }
        lines.add(rest);
        if (next == null) {
            next = tcpConnection.schedule(Duration.ZERO, this::write);
        }
    }

    private static byte[] part(byte[] bytes, int from, int to) {
        byte[] part = new byte[to - from];
        System.arraycopy(bytes, from, part, 0, part.length);
        return part;
    }

    private void write() {
        next = null;
        byte[] piece = piece();
        if (piece.length > 0) {
            // First, as saying something may bring more to say.
            next = tcpConnection.schedule(PACE, this::write);
            tcpConnection.send(piece);
        } else {
            tcpConnection.listen();
        }
    }

    private byte[] piece() {
        ByteArrayOutputStream piece = new ByteArrayOutputStream();
        int end = 0;
        while (!lines.isEmpty() && piece.size() + end + lines.element().length <= MOST_BYTES) {
            if (end > 0) {
                piece.write('\n');
            }
            piece.writeBytes(lines.remove());
            end = 1;
        }
        return piece.toByteArray();
    }

    /** All that waits and these words, as far as they have room in one piece; nothing waits any more. */
    byte[] last(String words) {
        add(words);
        byte[] last = piece();
        return lines.isEmpty() ? last : words.getBytes(UTF_8);
    }

    /** Says nothing more. */
    void end() {
        lines.clear();
        if (next != null) {
            next.cancel(false);
        }
    }
}
