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
 * What a connection is told. Room traffic is never queued: it is taken from the cursors that have something, only while
 * the peer takes what it is sent, and goes out with one flush. What concerns this connection alone waits in a short
 * queue; a peer that lets it fill up is cut.
 *
 * <p>{@link #wake} is safe from any thread, the rest is confined to the connection's event loop.
 */
final class OutboundWriter implements LoopSubscribers.Subscriber {

    /** So many words to this connection alone may wait. */
    private static final int MOST_WAITING = 64;

    /** So much of what happened in rooms is put together at most, before it is looked whether the peer takes more. */
    private static final int AT_ONCE = 16;

    /** A stall is looked for so many times within the time it may last. */
    private static final int LOOKS = 6;

    private final Channel channel;
    private final TcpConnection tcpConnection;
    private final Duration stall;

    private final LoopSubscribers loopSubscribers;

    private final List<Cursor> cursors = new ArrayList<>(1);
    private final Deque<byte[]> waiting = new ArrayDeque<>(1);
    private boolean draining;
    private boolean again;
    private boolean close;
    private boolean watching;
    private boolean heldUp;
    private boolean wrote;
    private long written;
    private volatile long delivered; // read anywhere

    OutboundWriter(Channel channel, TcpConnection tcpConnection, LoopSubscribers loopSubscribers, Duration stall) {
        this.channel = channel;
        this.tcpConnection = tcpConnection;
        this.loopSubscribers = loopSubscribers;
        this.stall = stall;
    }

    /** How far the peer has got with what it was offered. */
    private record Progress(int piece, long bytes) {}

    /** This cursor has something; from the first time on, the loop's readers are told of its room. */
    void wake(Cursor cursor) {
        tcpConnection.execute(() -> {
            if (!close && !cursor.isClosed() && !cursors.contains(cursor)) {
                cursors.add(cursor);
                loopSubscribers.subscribe(this, cursor.room());
            }
            drain();
        });
    }

    /** One of its rooms has something, as others are told as well: what is wrong with this one must not be their matter. */
    @Override
    public void onDeliveries() {
        try {
            drain();
        } catch (RuntimeException e) {
            tcpConnection.onFailure(e);
        }
    }

    /** Who wakes it for a room. */
    Waker waker() {
        return loopSubscribers;
    }

    /** Says this, in order. */
    void write(byte[] words) {
        if (waiting.size() >= MOST_WAITING) {
            tcpConnection.onSlowConsumer();
            return;
        }
        waiting.add(words);
        drain();
    }

    /**
     * Whether something waits for the peer to take what it was sent before. Whoever is told so reads nothing, and is fed
     * again when it is so no longer.
     */
    boolean isCongested() {
        heldUp |= !waiting.isEmpty();
        return !waiting.isEmpty();
    }

    /** Writes what there is while the peer takes it. */
    void drain() {
        if (draining) {
            again = true;
            return;
        }
        if (close) {
            return;
        }
        draining = true;
        try {
            do {
                again = false;
                wrote = false;
                writeWaiting();
                writeTraffic();
                if (wrote) {
                    // May find the channel writable again, and so come back here.
                    channel.flush();
                }
                if (delivered != written) {
                    delivered = written;
                }
            } while (again && !close);
        } finally {
            draining = false;
        }
        if (heldUp && waiting.isEmpty()) {
            heldUp = false;
            // Not at once: whoever says something may not be done with what it has read before.
            tcpConnection.execute(tcpConnection::feed);
        }
        startStallCheck();
    }

    private void writeWaiting() {
        while (!waiting.isEmpty() && channel.isWritable()) {
            put(waiting.remove());
        }
    }

    private void writeTraffic() {
        for (int i = cursors.size() - 1; i >= 0 && i < cursors.size() && isWritable(); i--) {
            Cursor cursor = cursors.get(i);
            if (cursor.isClosed()) {
                cursors.remove(i);
                loopSubscribers.unsubscribe(this, cursor.room());
            } else {
                writeTraffic(cursor);
            }
        }
    }

    private void writeTraffic(Cursor cursor) {
        boolean more = true;
        while (more && isWritable()) {
            int most = Math.min(demand(), AT_ONCE);
            List<Delivery> taken = cursor.poll(most);
            List<byte[]> told = new ArrayList<>(taken.size());
            for (Delivery delivery : taken) {
                byte[] words = tcpConnection.dialectSession().encode(cursor, delivery);
                if (words != null) {
                    told.add(words);
                }
            }
            written += told.size();
            more = taken.size() >= most;
            if (!told.isEmpty()) {
                put(told, more);
            }
        }
    }

    private boolean isWritable() {
        return channel.isWritable() && demand() > 0;
    }

    private int demand() {
        return tcpConnection.dialectSession().demand();
    }

    /** Past the pipeline if that is all; else it gathers there with what comes next, and goes out with it at once. */
    private void put(List<byte[]> told, boolean more) {
        ByteBuf joined = loopSubscribers.joined(told);
        try {
            int out = !more && channel instanceof DirectWriteChannel direct ? offer(direct, joined) : 0;
            if (out < joined.readableBytes()) {
                put(joined.retainedSlice(out, joined.readableBytes() - out));
            }
        } finally {
            joined.release();
        }
    }

    /** How much of it the socket has taken at once. Of a broken one it is all the same: it is written to no more. */
    private int offer(DirectWriteChannel direct, ByteBuf bytes) {
        ByteBuffer view = bytes.internalNioBuffer(0, bytes.readableBytes());
        try {
            direct.offer(view);
        } catch (IOException ignored) {
            tcpConnection.onLost();
            return bytes.readableBytes();
        }
        return bytes.readableBytes() - view.remaining();
    }

    private void put(byte[] words) {
        put(Unpooled.wrappedBuffer(words));
    }

    private void put(ByteBuf bytes) {
        wrote = true;
        ChannelFuture unused = channel.write(bytes, channel.voidPromise());
    }

    /** How many events of rooms it has written. Safe from any thread. */
    long delivered() {
        return delivered;
    }

    /** Says nothing more. */
    void close() {
        close = true;
        cursors.forEach(cursor -> loopSubscribers.unsubscribe(this, cursor.room()));
        cursors.clear();
    }

    /** What still waits, then these words; the future tells when they are out. */
    ChannelFuture finish(byte @Nullable [] words) {
        waiting.forEach(this::put);
        waiting.clear();
        return channel.writeAndFlush(words == null ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(words));
    }

    private void startStallCheck() {
        if (!watching && !close && isPending()) {
            watching = true;
            checkProgress(progress(), stall);
        }
    }

    private void checkProgress(Progress before, Duration left) {
        Duration step = stall.dividedBy(LOOKS);
        Future<?> unused = tcpConnection.schedule(step, () -> {
            Progress now = progress();
            if (close || !isPending()) {
                watching = false;
            } else if (!now.equals(before)) {
                checkProgress(now, stall);
            } else if (left.compareTo(step) > 0) {
                checkProgress(before, left.minus(step));
            } else {
                tcpConnection.onSlowConsumer();
            }
        });
    }

    private boolean isPending() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer != null && !buffer.isEmpty();
    }

    /** Which piece the socket is taking, and how much of it it has. New pieces behind it are no progress. */
    private Progress progress() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null
                ? new Progress(0, 0)
                : new Progress(System.identityHashCode(buffer.current()), buffer.currentProgress());
    }
}
