package dev.parley.tcp.dialect.handle;

import dev.parley.tcp.TcpConnection;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a client that treats each read as one message and has a buffer of 499 bytes: in chunks of whole lines
 * where possible, with a pause between them. Confined to the connection's event loop.
 */
final class PacedWriter {

    private static final int MAX_CHUNK_BYTES = 499;

    /** After this time the client does not combine two chunks in one read. */
    private static final Duration CHUNK_INTERVAL = Duration.ofMillis(50);

    private final TcpConnection connection;
    private final Deque<byte[]> lines = new ArrayDeque<>();
    private @Nullable Future<?> next;

    PacedWriter(TcpConnection connection) {
        this.connection = connection;
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Queues a line. */
    void add(byte[] line) {
        byte[] rest = line;
        while (rest.length > MAX_CHUNK_BYTES) {
            int end = MAX_CHUNK_BYTES;
            while ((rest[end] & 0xC0) == 0x80) {
                end--;
            }
            lines.add(copyOfRange(rest, 0, end));
            rest = copyOfRange(rest, end, rest.length);
        }
        lines.add(rest);
        if (next == null) {
            next = connection.schedule(Duration.ZERO, this::write);
        }
    }

    private static byte[] copyOfRange(byte[] bytes, int from, int to) {
        byte[] copy = new byte[to - from];
        System.arraycopy(bytes, from, copy, 0, copy.length);
        return copy;
    }

    private void write() {
        next = null;
        byte[] chunk = chunk();
        if (chunk.length > 0) {
            // Scheduled first, because sending may queue more.
            next = connection.schedule(CHUNK_INTERVAL, this::write);
            connection.send(chunk);
        } else {
            connection.resumeDeliveries();
        }
    }

    private byte[] chunk() {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        int separatorBytes = 0;
        while (!lines.isEmpty() && chunk.size() + separatorBytes + lines.element().length <= MAX_CHUNK_BYTES) {
            if (separatorBytes > 0) {
                chunk.write('\n');
            }
            chunk.writeBytes(lines.remove());
            separatorBytes = 1;
        }
        return chunk.toByteArray();
    }

    /** Returns the queued lines and this one as far as they fit into one chunk, and clears the queue. */
    byte[] last(byte[] line) {
        add(line);
        byte[] last = chunk();
        return lines.isEmpty() ? last : line;
    }

    /** Stops all output. */
    void end() {
        lines.clear();
        if (next != null) {
            next.cancel(false);
        }
    }
}
