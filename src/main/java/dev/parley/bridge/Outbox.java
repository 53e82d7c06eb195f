package dev.parley.bridge;

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
final class Outbox implements Readers.Reader {

    /** So many words to this connection alone may wait. */
    private static final int MOST_WAITING = 64;

    /** So much of what happened in rooms is put together at most, before it is looked whether the peer takes more. */
    private static final int AT_ONCE = 16;

    /** A stall is looked for so many times within the time it may last. */
    private static final int LOOKS = 6;

    private final Channel channel;
    private final Connection connection;
    private final Duration stall;

    private final Readers readers;

    private final List<Cursor> cursors = new ArrayList<>(1);
    private final Deque<byte[]> waiting = new ArrayDeque<>(1);
    private boolean draining;
    private boolean again;
    private boolean shut;
    private boolean watching;
    private boolean heldUp;
    private boolean wrote;
    private long written;
    private volatile long delivered; // read anywhere

    Outbox(Channel channel, Connection connection, Readers readers, Duration stall) {
        this.channel = channel;
        this.connection = connection;
        this.readers = readers;
        this.stall = stall;
    }

    /** How far the peer has got with what it was offered. */
    private record Progress(int piece, long bytes) {}

    /** This cursor has something; from the first time on, the loop's readers are told of its room. */
    void wake(Cursor cursor) {
        connection.soon(() -> {
            if (!shut && !cursor.isClosed() && !cursors.contains(cursor)) {
                cursors.add(cursor);
                readers.hear(this, cursor.room());
            }
            drain();
        });
    }

    /** One of its rooms has something, as others are told as well: what is wrong with this one must not be their matter. */
    @Override
    public void told() {
        try {
            drain();
        } catch (RuntimeException bug) {
            connection.failed(bug);
        }
    }

    @Override
    public int look() {
        int seen = connection.conversation().look();
        for (int i = 0; i < cursors.size(); i++) {
            if (cursors.get(i).isClosed()) {
                seen++;
            }
        }
        if (channel.isWritable()) {
            seen++;
        }
        if (channel.isActive()) {
            seen++;
        }
        return seen;
    }

    /** Who wakes it for a room. */
    Waker waker() {
        return readers;
    }

    /** Says this, in order. */
    void write(byte[] words) {
        if (waiting.size() >= MOST_WAITING) {
            connection.tooSlow();
            return;
        }
        waiting.add(words);
        drain();
    }

    /**
     * Whether something waits for the peer to take what it was sent before. Whoever is told so reads nothing, and is fed
     * again when it is so no longer.
     */
    boolean isChoked() {
        heldUp |= !waiting.isEmpty();
        return !waiting.isEmpty();
    }

    /** Writes what there is while the peer takes it. */
    void drain() {
        if (draining) {
            again = true;
            return;
        }
        if (shut) {
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
            } while (again && !shut);
        } finally {
            draining = false;
        }
        if (heldUp && waiting.isEmpty()) {
            heldUp = false;
            // Not at once: whoever says something may not be done with what it has read before.
            connection.soon(connection::feed);
        }
        watch();
    }

    private void writeWaiting() {
        while (!waiting.isEmpty() && channel.isWritable()) {
            put(waiting.remove());
        }
    }

    private void writeTraffic() {
        for (int i = cursors.size() - 1; i >= 0 && i < cursors.size() && isTaking(); i--) {
            Cursor cursor = cursors.get(i);
            if (cursor.isClosed()) {
                cursors.remove(i);
                readers.forget(this, cursor.room());
            } else {
                writeTraffic(cursor);
            }
        }
    }

    private void writeTraffic(Cursor cursor) {
        boolean more = true;
        while (more && isTaking()) {
            int most = Math.min(appetite(), AT_ONCE);
            List<Delivery> taken = cursor.poll(most);
            List<byte[]> told = new ArrayList<>(taken.size());
            for (Delivery delivery : taken) {
                byte[] words = connection.conversation().words(cursor, delivery);
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

    private boolean isTaking() {
        return channel.isWritable() && appetite() > 0;
    }

    private int appetite() {
        return connection.conversation().appetite();
    }

    /** Past the pipeline if that is all; else it gathers there with what comes next, and goes out with it at once. */
    private void put(List<byte[]> told, boolean more) {
        ByteBuf joined = readers.joined(told);
        try {
            int out = !more && channel instanceof DirectChannel direct ? offer(direct, joined) : 0;
            if (out < joined.readableBytes()) {
                put(joined.retainedSlice(out, joined.readableBytes() - out));
            }
        } finally {
            joined.release();
        }
    }

    /** How much of it the socket has taken at once. Of a broken one it is all the same: it is written to no more. */
    private int offer(DirectChannel direct, ByteBuf bytes) {
        ByteBuffer view = bytes.internalNioBuffer(0, bytes.readableBytes());
        try {
            direct.offer(view);
        } catch (IOException broken) {
            connection.lost();
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
    void shut() {
        shut = true;
        cursors.forEach(cursor -> readers.forget(this, cursor.room()));
        cursors.clear();
    }

    /** What still waits, then these words; the future tells when they are out. */
    ChannelFuture finish(byte @Nullable [] words) {
        waiting.forEach(this::put);
        waiting.clear();
        return channel.writeAndFlush(words == null ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(words));
    }

    private void watch() {
        if (!watching && !shut && isPending()) {
            watching = true;
            look(progress(), stall);
        }
    }

    private void look(Progress before, Duration left) {
        Duration step = stall.dividedBy(LOOKS);
        Future<?> unused = connection.after(step, () -> {
            Progress now = progress();
            if (shut || !isPending()) {
                watching = false;
            } else if (!now.equals(before)) {
                look(now, stall);
            } else if (left.compareTo(step) > 0) {
                look(before, left.minus(step));
            } else {
                connection.tooSlow();
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
