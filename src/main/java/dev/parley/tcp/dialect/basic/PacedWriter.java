package dev.parley.tcp.dialect.basic;

import dev.parley.tcp.TcpConnection;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a client that treats each read as one message and has a small buffer: in chunks of whole lines where
 * possible, with a pause between them. Confined to the connection's event loop.
 */
public final class PacedWriter {

    /** After this time the client does not combine two chunks in one read. */
    private static final Duration CHUNK_INTERVAL = Duration.ofMillis(50);

    private static final int MAX_BYTES_WHILE_READING = 4 * 1024;

    private final TcpConnection connection;
    private final int maxChunkBytes;
    private final Deque<byte[]> lines = new ArrayDeque<>();
    private int bytes;
    private boolean combinesLines = true;
    private @Nullable ScheduledFuture<?> next;

    /** Creates a writer of chunks of at most this size. */
    public PacedWriter(TcpConnection connection, int maxChunkBytes) {
        this.connection = connection;
        this.maxChunkBytes = maxChunkBytes;
    }

    /** Writes each line in a chunk of its own from now on, because the line has an end at which the client stops. */
    public void separateLines() {
        combinesLines = false;
    }

    /** Returns whether more is queued than a few messages, so that the client must read before it is read again. */
    public boolean isCongested() {
        return bytes > MAX_BYTES_WHILE_READING;
    }

    /** Returns whether no line is queued. */
    public boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Queues a line. */
    public void add(byte[] line) {
        byte[] rest = line;
        while (rest.length > maxChunkBytes) {
            int end = maxChunkBytes;
            while ((rest[end] & 0xC0) == 0x80) {
                end--;
            }
            lines.add(copyOfRange(rest, 0, end));
            rest = copyOfRange(rest, end, rest.length);
        }
        lines.add(rest);
        setBytes(bytes + line.length);
        if (next == null) {
            next = connection.schedule(Duration.ZERO, this::write);
        }
    }

    private static byte[] copyOfRange(byte[] bytes, int from, int to) {
        byte[] copy = new byte[to - from];
        System.arraycopy(bytes, from, copy, 0, copy.length);
        return copy;
    }

    private void setBytes(int queued) {
        bytes = queued;
        connection.output().setHeldBack(queued);
    }

    private void write() {
        next = null;
        if (connection.output().hasReplies()) {
            next = connection.schedule(CHUNK_INTERVAL, this::write);
            return;
        }
        boolean wasCongested = isCongested();
        byte[] chunk = chunk();
        if (chunk.length > 0) {
            // Scheduled first, because sending may queue more.
            next = connection.schedule(CHUNK_INTERVAL, this::write);
            connection.send(chunk);
            if (wasCongested && !isCongested()) {
                connection.feed();
            }
        } else {
            connection.resumeDeliveries();
        }
    }

    private byte[] chunk() {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        int separatorBytes = 0;
        while (!lines.isEmpty()
                && (combinesLines || separatorBytes == 0)
                && chunk.size() + separatorBytes + lines.element().length <= maxChunkBytes) {
            if (separatorBytes > 0) {
                chunk.write('\n');
            }
            chunk.writeBytes(lines.remove());
            separatorBytes = 1;
        }
        setBytes(lines.stream().mapToInt(line -> line.length).sum());
        return chunk.toByteArray();
    }

    /** Returns the queued lines and this one as far as they fit into one chunk, and clears the queue. */
    public byte[] last(byte[] line) {
        add(line);
        byte[] last = chunk();
        return lines.isEmpty() ? last : line;
    }

    /** Returns the time until the client has read the previous chunk. */
    public Duration pause() {
        return next == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, next.getDelay(TimeUnit.NANOSECONDS)));
    }

    /** Stops all output. */
    public void end() {
        lines.clear();
        setBytes(0);
        if (next != null) {
            next.cancel(false);
        }
    }
}
