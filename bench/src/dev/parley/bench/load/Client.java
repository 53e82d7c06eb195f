package dev.parley.bench.load;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A client of the load: one connection, in one room. Confined to the thread of its {@link EventLoop}, except
 * {@link #write} and {@link #close}, which any thread may call, and the volatile fields, which any thread may read.
 */
final class Client {

    /** The {@link #closeReason} after a disconnect that the client started. */
    static final String DISCONNECTED = "the client disconnected";

    /** The most bytes that wait for the socket. */
    private static final int MAX_UNSENT = 1 << 20;

    /** The receive buffer of a stalled client in bytes; small, so that the server notices early. */
    private static final int STALLED_RECEIVE_BUFFER = 4096;

    private final int number;
    private final String nickname;
    private final int room;
    private final boolean sender;
    private final boolean stalled;
    private final SocketChannel channel;
    private @Nullable SelectionKey key;
    private byte[] remainder = {};
    private int remainderLength;
    private byte[] unsent = {}; // guarded by this
    private int unsentLength; // guarded by this
    private @Nullable ReceivedMessages receivedMessages;

    /** The state of the connection, as {@link ClientProtocol} defines it. */
    private int protocolState;

    private volatile boolean joined;
    private volatile boolean verified;
    private volatile @Nullable String closeReason;

    /**
     * Opens a channel that is not connected yet.
     *
     * @param number the number in the pool, from 0
     * @param room the number of the room, from 0
     * @param sender whether the client also sends
     * @param stalled whether the client stops reading after it joined
     */
    Client(int number, String nickname, int room, boolean sender, boolean stalled) throws IOException {
        this.number = number;
        this.nickname = nickname;
        this.room = room;
        this.sender = sender;
        this.stalled = stalled;
        this.channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (stalled) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, STALLED_RECEIVE_BUFFER);
        }
    }

    int number() {
        return number;
    }

    String nickname() {
        return nickname;
    }

    int room() {
        return room;
    }

    SocketChannel channel() {
        return channel;
    }

    void setKey(SelectionKey registered) {
        key = registered;
    }

    int protocolState() {
        return protocolState;
    }

    void setProtocolState(int state) {
        protocolState = state;
    }

    /** Records that the server confirmed the join. A stalled client stops reading here. */
    void markJoined() {
        joined = true;
        if (stalled && key != null) {
            key.interestOps(0);
        }
    }

    boolean isJoined() {
        return joined;
    }

    /** Returns whether the client also sends. */
    boolean isSender() {
        return sender;
    }

    boolean isStalled() {
        return stalled;
    }

    /** Records that the client received a probe message. */
    void markVerified() {
        verified = true;
    }

    /** Returns whether the client received a probe message, or never reads one because it is stalled. */
    boolean isVerified() {
        return verified || stalled;
    }

    /** Returns why the connection is closed, or null while it is open. */
    @Nullable
    String closeReason() {
        return closeReason;
    }

    /** Returns the messages received in the current run, or null before the first run and for a stalled client. */
    @Nullable
    ReceivedMessages receivedMessages() {
        return receivedMessages;
    }

    /** Sets the record for the messages of the next run. Called on the event loop. */
    void setReceivedMessages(ReceivedMessages messages) {
        receivedMessages = messages;
    }

    /** Moves the kept bytes of an incomplete message to the start of the array, and returns their number. */
    int restoreRemainder(byte[] target) {
        System.arraycopy(remainder, 0, target, 0, remainderLength);
        int length = remainderLength;
        remainderLength = 0;
        return length;
    }

    /** Keeps the bytes of an incomplete message until the next read. */
    void keepRemainder(byte[] bytes, int from, int to) {
        int length = to - from;
        if (remainder.length < length) {
            remainder = new byte[Math.max(length, 512)];
        }
        System.arraycopy(bytes, from, remainder, 0, length);
        remainderLength = length;
    }

    /** Writes the bytes; those that the socket does not accept are sent when it is writable again. */
    synchronized void write(byte[] bytes) {
        if (closeReason != null) {
            return;
        }
        try {
            int written = 0;
            if (unsentLength == 0) {
                written = channel.write(ByteBuffer.wrap(bytes));
            }
            if (written < bytes.length) {
                keepUnsent(bytes, written);
            }
        } catch (IOException e) {
            close("write failed: " + e.getMessage());
        }
    }

    private void keepUnsent(byte[] bytes, int from) throws IOException {
        int added = bytes.length - from;
        if (unsentLength + added > MAX_UNSENT) {
            throw new IOException("the server reads too slowly, more than " + MAX_UNSENT + " bytes are unsent");
        }
        if (unsent.length < unsentLength + added) {
            unsent = Arrays.copyOf(unsent, Math.max(2 * unsent.length, unsentLength + added));
        }
        System.arraycopy(bytes, from, unsent, unsentLength, added);
        unsentLength += added;
        setWriteInterest(true);
    }

    /** Writes unsent bytes. Called when the socket is writable. */
    synchronized void flush() throws IOException {
        int written = channel.write(ByteBuffer.wrap(unsent, 0, unsentLength));
        System.arraycopy(unsent, written, unsent, 0, unsentLength - written);
        unsentLength -= written;
        setWriteInterest(unsentLength > 0);
    }

    private void setWriteInterest(boolean enabled) {
        SelectionKey registered = key;
        if (registered != null && registered.isValid()) {
            int others = registered.interestOps() & ~SelectionKey.OP_WRITE;
            registered.interestOps(enabled ? others | SelectionKey.OP_WRITE : others);
            registered.selector().wakeup();
        }
    }

    /** Closes the connection. Only the first reason is kept. */
    void close(String reason) {
        if (closeReason == null) {
            closeReason = reason;
        }
        try {
            channel.close();
        } catch (IOException e) {
            closeReason = reason + "; " + e.getMessage();
        }
    }
}
