package dev.parley.bench.load;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One connection: somebody in a room. Confined to its loop's thread, but for {@link #write}, which any thread may call,
 * and the volatile fields, which any thread may read.
 */
final class Client {

    private static final int MOST_UNSENT = 1 << 20;
    private static final int DEAF_BUFFER = 4096;

    private final int number;
    private final String name;
    private final int room;
    private final boolean deaf;
    private final SocketChannel channel;
    private @Nullable SelectionKey key;
    private byte[] carried = {};
    private int carriedBytes;
    private byte[] unsent = {}; // guarded by this
    private int unsentBytes; // guarded by this
    private @Nullable Hearing hearing;

    /** What the dialect remembers of how far the two have come. */
    private int stage;

    private volatile boolean in;
    private volatile boolean proven;
    private volatile @Nullable String end;

    Client(int number, String name, int room, boolean deaf) throws IOException {
        this.number = number;
        this.name = name;
        this.room = room;
        this.deaf = deaf;
        this.channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (deaf) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, DEAF_BUFFER);
        }
    }

    int number() {
        return number;
    }

    String name() {
        return name;
    }

    int room() {
        return room;
    }

    SocketChannel channel() {
        return channel;
    }

    void register(SelectionKey registered) {
        key = registered;
    }

    int stage() {
        return stage;
    }

    void stage(int reached) {
        stage = reached;
    }

    /** It is in its room, as far as the server says. */
    void admitted() {
        in = true;
        if (deaf && key != null) {
            key.interestOps(0);
        }
    }

    boolean isIn() {
        return in;
    }

    boolean isDeaf() {
        return deaf;
    }

    /** It heard a message that was sent to find out. */
    void prove() {
        proven = true;
    }

    boolean isProven() {
        return proven || deaf;
    }

    /** Why the connection is over; null while it is not. */
    @Nullable
    String end() {
        return end;
    }

    @Nullable
    Hearing hearing() {
        return hearing;
    }

    /** From now on this counts what it hears. To be called on the loop. */
    void hear(Hearing run) {
        hearing = run;
    }

    /** Puts what was carried over from the last read before what comes next; returns how much that is. */
    int uncarry(byte[] target) {
        System.arraycopy(carried, 0, target, 0, carriedBytes);
        int bytes = carriedBytes;
        carriedBytes = 0;
        return bytes;
    }

    void carry(byte[] bytes, int from, int to) {
        int length = to - from;
        if (carried.length < length) {
            carried = new byte[Math.max(length, 512)];
        }
        System.arraycopy(bytes, from, carried, 0, length);
        carriedBytes = length;
    }

    /** Sends bytes, now or as soon as the socket takes them. */
    synchronized void write(byte[] bytes) {
        if (end != null) {
            return;
        }
        try {
            int written = 0;
            if (unsentBytes == 0) {
                written = channel.write(ByteBuffer.wrap(bytes));
            }
            if (written < bytes.length) {
                keep(bytes, written);
            }
        } catch (IOException e) {
            over("the server closed while it was spoken to: " + e.getMessage());
        }
    }

    private void keep(byte[] bytes, int from) throws IOException {
        int more = bytes.length - from;
        if (unsentBytes + more > MOST_UNSENT) {
            throw new IOException("it reads too slowly");
        }
        if (unsent.length < unsentBytes + more) {
            unsent = Arrays.copyOf(unsent, Math.max(2 * unsent.length, unsentBytes + more));
        }
        System.arraycopy(bytes, from, unsent, unsentBytes, more);
        unsentBytes += more;
        wantToWrite(true);
    }

    /** The socket takes bytes again. */
    synchronized void flush() throws IOException {
        int written = channel.write(ByteBuffer.wrap(unsent, 0, unsentBytes));
        System.arraycopy(unsent, written, unsent, 0, unsentBytes - written);
        unsentBytes -= written;
        wantToWrite(unsentBytes > 0);
    }

    private void wantToWrite(boolean wanted) {
        SelectionKey registered = key;
        if (registered != null && registered.isValid()) {
            int others = registered.interestOps() & ~SelectionKey.OP_WRITE;
            registered.interestOps(wanted ? others | SelectionKey.OP_WRITE : others);
            registered.selector().wakeup();
        }
    }

    /** Ends the connection; the first reason stays. */
    void over(String why) {
        if (end == null) {
            end = why;
        }
        try {
            channel.close();
        } catch (IOException e) {
            end = why + "; " + e.getMessage();
        }
    }
}
