package dev.parley.tcp;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.Waker;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Writes the output of one connection. Room events are not queued: the writer polls the cursors while the channel is
 * writable, and flushes once per pass. Replies to this client wait in a bounded queue; a client that lets it fill up
 * is disconnected.
 *
 * <p>{@link #wake} and {@link #delivered} are safe from any thread, the rest is confined to the event loop.
 */
final class OutboundWriter {

    /** Maximum number of queued replies. */
    private static final int MAX_QUEUED = 64;

    /** Maximum number of room events encoded before the writer checks again whether the channel is writable. */
    private static final int MAX_BATCH = 16;

    /** Number of queued replies below which direct messages are added. */
    private static final int FEW_QUEUED = 16;

    /** Number of progress checks within the stall timeout. */
    private static final int STALL_CHECKS = 6;

    private final Channel channel;
    private final TcpConnection connection;
    private final Duration stall;

    private final LoopSubscribers subscribers;
    private final QuickAck quickAck;

    private final List<Cursor> cursors = new ArrayList<>(1);
    private final Deque<byte[]> queue = new ArrayDeque<>(1);
    private @Nullable Runnable onDrained;
    private boolean draining;
    private boolean drainAgain;
    private boolean closed;
    private @Nullable Utf16 utf16;
    private boolean checkingStall;
    private boolean readsHeld;
    private boolean wrote;
    private long written;
    private volatile long delivered; // read anywhere

    OutboundWriter(
            Channel channel, TcpConnection connection, LoopSubscribers subscribers, QuickAck quickAck, Duration stall) {
        this.channel = channel;
        this.connection = connection;
        this.subscribers = subscribers;
        this.quickAck = quickAck;
        this.stall = stall;
    }

    /** The socket's write progress: the current buffer and the bytes written of it. */
    private record Progress(int piece, long bytes) {}

    /** Signals that the cursor has events. The first call for a cursor subscribes to its room. */
    void wake(Cursor cursor) {
        connection.execute(() -> {
            if (!closed && !cursor.isClosed() && !cursors.contains(cursor)) {
                cursors.add(cursor);
                subscribers.group().subscribe(this, cursor.room());
            }
            drain();
        });
    }

    /**
     * Writes new deliveries. Handles every exception here, so that it does not affect the other subscribers of the
     * loop.
     */
    void onDeliveries() {
        try {
            drain();
        } catch (RuntimeException e) {
            connection.onFailure(e);
        }
    }

    /** Returns the waker that rooms use for this connection. */
    Waker waker() {
        return subscribers.group();
    }

    /** Writes a reply in order, or queues it. */
    void write(byte[] bytes) {
        if (closed) {
            return;
        }
        if (queue.size() >= MAX_QUEUED) {
            connection.onSlowConsumer();
            return;
        }
        queue.add(bytes);
        drain();
    }

    /** Runs a task when few replies are queued, unless the connection closes before. Replaces one that waits. */
    void whenDrained(Runnable task) {
        onDrained = task;
        runIfDrained();
    }

    private void runIfDrained() {
        Runnable task = onDrained;
        if (task != null && queue.size() < FEW_QUEUED && !closed) {
            onDrained = null;
            task.run();
        }
    }

    /** Returns whether replies are queued. If so, the connection stops reading and resumes once the queue is empty. */
    boolean isCongested() {
        readsHeld |= !queue.isEmpty();
        return !queue.isEmpty();
    }

    /** Writes queued replies and room events while the channel is writable. */
    void drain() {
        if (draining) {
            drainAgain = true;
            return;
        }
        if (closed) {
            return;
        }
        draining = true;
        try {
            do {
                drainAgain = false;
                wrote = false;
                writeWaiting();
                writeDeliveries();
                if (wrote) {
                    // May make the channel writable and call this method again.
                    channel.flush();
                }
                quickAck.onWritten(channel);
                if (delivered != written) {
                    delivered = written;
                }
            } while (drainAgain && !closed);
        } finally {
            draining = false;
        }
        if (readsHeld && queue.isEmpty()) {
            readsHeld = false;
            // Later: the caller may still be processing input.
            connection.execute(connection::feed);
        }
        startStallCheck();
    }

    private void writeWaiting() {
        while (!queue.isEmpty() && channel.isWritable()) {
            writeToChannel(queue.remove());
        }
        runIfDrained();
    }

    private void writeDeliveries() {
        for (int i = cursors.size() - 1; i >= 0 && i < cursors.size() && isWritable(); i--) {
            Cursor cursor = cursors.get(i);
            if (cursor.isClosed()) {
                cursors.remove(i);
                subscribers.group().unsubscribe(this, cursor.room());
            } else {
                writeDeliveries(cursor);
            }
        }
    }

    private void writeDeliveries(Cursor cursor) {
        boolean more = true;
        while (more && isWritable()) {
            int most = Math.min(demand(), MAX_BATCH);
            List<Delivery> deliveries = cursor.poll(most);
            List<byte[]> encoded = new ArrayList<>(deliveries.size());
            for (Delivery delivery : deliveries) {
                byte[] bytes = connection.dialectSession().encode(cursor, delivery);
                if (bytes != null) {
                    encoded.add(encode(bytes));
                }
            }
            written += encoded.size();
            more = deliveries.size() >= most;
            if (!encoded.isEmpty()) {
                writeToChannel(encoded, more);
            }
        }
    }

    private boolean isWritable() {
        return channel.isWritable() && demand() > 0;
    }

    private int demand() {
        return connection.dialectSession().demand();
    }

    /**
     * Writes past the pipeline if this is the last batch; otherwise leaves it to the pipeline, which combines it with
     * the next one.
     */
    private void writeToChannel(List<byte[]> encoded, boolean more) {
        ByteBuf payload = subscribers.concatenate(encoded);
        try {
            int sent = !more && channel instanceof DirectWriteChannel direct ? offer(direct, payload) : 0;
            if (sent < payload.readableBytes()) {
                writeToChannel(payload.retainedSlice(sent, payload.readableBytes() - sent));
            }
        } finally {
            payload.release();
        }
    }

    /** Returns how many bytes the socket accepted; all of them if the connection is broken. */
    private int offer(DirectWriteChannel direct, ByteBuf bytes) {
        ByteBuffer view = bytes.internalNioBuffer(0, bytes.readableBytes());
        try {
            direct.offer(view);
        } catch (IOException ignored) {
            connection.onOutputLost();
            return bytes.readableBytes();
        }
        return bytes.readableBytes() - view.remaining();
    }

    private void writeToChannel(byte[] bytes) {
        writeToChannel(Unpooled.wrappedBuffer(encode(bytes)));
    }

    private void writeToChannel(ByteBuf bytes) {
        wrote = true;
        ChannelFuture unused = channel.write(bytes, channel.voidPromise());
    }

    /** Converts all further output. */
    void useUtf16(Utf16 converter) {
        utf16 = converter;
    }

    private byte[] encode(byte[] bytes) {
        return utf16 == null ? bytes : utf16.encode(bytes);
    }

    /** Returns the number of room events written. Safe from any thread. */
    long delivered() {
        return delivered;
    }

    /** Stops all output. */
    void close() {
        closed = true;
        cursors.forEach(cursor -> subscribers.group().unsubscribe(this, cursor.room()));
        cursors.clear();
    }

    /** Stops all output and drops the queue. */
    void discard() {
        close();
        queue.clear();
    }

    /**
     * Writes the queue, then these bytes.
     *
     * @return a future that completes when everything is written
     */
    ChannelFuture finish(byte @Nullable [] bytes) {
        queue.forEach(this::writeToChannel);
        queue.clear();
        return channel.writeAndFlush(bytes == null ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(encode(bytes)));
    }

    private void startStallCheck() {
        if (!checkingStall && !closed && isPending()) {
            checkingStall = true;
            checkStall(progress(), stall);
        }
    }

    private void checkStall(Progress before, Duration left) {
        Duration step = stall.dividedBy(STALL_CHECKS);
        Future<?> unused = connection.schedule(step, () -> {
            Progress now = progress();
            if (closed || !isPending()) {
                checkingStall = false;
            } else if (!now.equals(before)) {
                checkStall(now, stall);
            } else if (left.compareTo(step) > 0) {
                checkStall(before, left.minus(step));
            } else {
                connection.onSlowConsumer();
            }
        });
    }

    private boolean isPending() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer != null && !buffer.isEmpty();
    }

    /** Returns the progress of the socket. Newly queued buffers do not count. */
    private Progress progress() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null
                ? new Progress(0, 0)
                : new Progress(System.identityHashCode(buffer.current()), buffer.currentProgress());
    }
}
