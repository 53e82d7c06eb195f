package dev.parley.tcp;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.Waker;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes the output of one connection. Room events are not queued: the writer polls the cursors while the channel is
 * writable, and flushes once per pass. Replies to this client wait in a bounded queue; a client that lets it fill up
 * is disconnected, as is one whose reply exceeds the budget of all connections.
 *
 * <p>{@link #wake} and {@link #delivered} are safe from any thread, the rest is confined to the event loop.
 */
final class OutboundWriter implements DialectOutput {

    /** Maximum number of queued replies. */
    private static final int MAX_QUEUED = 64;

    /** Maximum number of bytes of queued replies; a single reply may be larger. */
    private static final int MAX_QUEUED_BYTES = 1 << 18;

    /** Maximum number of room events encoded before the writer checks again whether the channel is writable. */
    private static final int MAX_BATCH = 16;

    /** Number of queued replies below which direct messages are added. */
    private static final int FEW_QUEUED = 16;

    private final Channel channel;
    private final TcpConnection connection;
    private final StallMonitor stallMonitor;
    private final LoopSubscribers subscribers;
    private final QuickAck quickAck;

    private final List<Cursor> cursors = new ArrayList<>(1);
    private final Deque<byte[]> queue = new ArrayDeque<>(1);
    private final PendingBytes pending;
    private int queuedBytes;
    private @Nullable Supplier<List<byte[]>> latest;
    private @Nullable Runnable onDrained;
    private @Nullable Runnable whenWritten;
    private boolean draining;
    private boolean drainAgain;
    private boolean closed;
    private @Nullable Utf16 utf16;
    private boolean readsHeld;
    private boolean eventsHeld;
    private boolean wrote;
    private long written;
    private volatile long delivered; // read anywhere

    OutboundWriter(
            Channel channel,
            TcpConnection connection,
            LoopSubscribers subscribers,
            QuickAck quickAck,
            Duration stall,
            PendingBytes pending) {
        this.channel = channel;
        this.connection = connection;
        this.subscribers = subscribers;
        this.quickAck = quickAck;
        this.stallMonitor = new StallMonitor(channel, connection, stall);
        this.pending = pending;
    }

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

    /** Reads the memory that {@link #onDeliveries} needs, and returns any number of it; see {@link LoopSubscribers}. */
    int prefetch() {
        int read = channel.isWritable() ? queue.size() : 0;
        for (int i = 0; i < cursors.size(); i++) {
            read += cursors.get(i).isClosed() ? 1 : 0;
        }
        return read;
    }

    /** Returns the waker that rooms use for this connection. */
    Waker waker() {
        return subscribers.group();
    }

    /** Writes a reply in order, or queues it. */
    void write(byte[] reply) {
        if (closed) {
            return;
        }
        byte[] bytes = encode(reply);
        boolean isTooMuch = queue.size() >= MAX_QUEUED
                || (!queue.isEmpty() && queuedBytes + bytes.length > MAX_QUEUED_BYTES)
                || !pending.tryAddReply(bytes.length);
        if (isTooMuch) {
            connection.onSlowConsumer();
            return;
        }
        queue.add(bytes);
        queuedBytes += bytes.length;
        drain();
    }

    @Override
    public void writeLatest(Supplier<List<byte[]>> replies) {
        if (!closed) {
            latest = replies;
            drain();
        }
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

    @Override
    public void whenWritten(Runnable task) {
        if (closed || !hasReplies()) {
            task.run();
        } else {
            whenWritten = task;
        }
    }

    @Override
    public boolean hasReplies() {
        return pending.hasReplies();
    }

    @Override
    public void setHeldBack(int bytes) {
        if (!pending.trySetHeldBack(closed ? 0 : bytes)) {
            connection.onSlowConsumer();
        }
    }

    /** Returns whether replies wait. If so, the connection stops reading and resumes once all are written. */
    boolean isCongested() {
        readsHeld |= hasReplies();
        return hasReplies();
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
        stallMonitor.start();
    }

    private void writeWaiting() {
        while (!queue.isEmpty() && channel.isWritable()) {
            writeReply(queue.remove());
        }
        runIfDrained();
        Supplier<List<byte[]>> replies = latest;
        if (replies != null && queue.isEmpty() && channel.isWritable() && !closed) {
            latest = null;
            replies.get().forEach(this::write);
        }
    }

    /** Continues what waits for the client. Later: the caller may still be processing input. */
    private void onWritten() {
        if (eventsHeld && pending.allowsEvents()) {
            eventsHeld = false;
            connection.execute(this::drain);
        }
        if (hasReplies()) {
            return;
        }
        if (readsHeld) {
            readsHeld = false;
            connection.execute(connection::feed);
        }
        runWhenWritten();
    }

    private void runWhenWritten() {
        Runnable task = whenWritten;
        if (task != null) {
            whenWritten = null;
            connection.execute(task);
        }
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
        if (!pending.allowsEvents()) {
            eventsHeld = true;
            return false;
        }
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
                writeEvents(payload.retainedSlice(sent, payload.readableBytes() - sent));
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

    private void writeReply(byte[] bytes) {
        queuedBytes -= bytes.length;
        writeToChannel(Unpooled.wrappedBuffer(bytes), () -> {
            pending.removeReply(bytes.length);
            onWritten();
        });
    }

    private void writeEvents(ByteBuf bytes) {
        int count = bytes.readableBytes();
        pending.addEvents(count);
        writeToChannel(bytes, () -> {
            pending.removeEvents(count);
            onWritten();
        });
    }

    /** Reports a failed write as an exception of the channel. */
    private void writeToChannel(ByteBuf bytes, Runnable onDone) {
        wrote = true;
        ChannelFuture unused = channel.write(bytes).addListener(result -> {
            onDone.run();
            if (!result.isSuccess() && channel.isRegistered()) {
                channel.pipeline().fireExceptionCaught(result.cause());
            }
        });
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
        latest = null;
        stallMonitor.stop();
        setHeldBack(0);
        runWhenWritten();
    }

    /** Stops all output and drops the queue. */
    void discard() {
        close();
        queue.clear();
        pending.removeReply(queuedBytes);
        queuedBytes = 0;
    }

    /**
     * Writes the queue, then these bytes.
     *
     * @return a future that completes when everything is written
     */
    ChannelFuture finish(byte @Nullable [] bytes) {
        queue.forEach(this::writeReply);
        queue.clear();
        return channel.writeAndFlush(bytes == null ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(encode(bytes)));
    }
}
