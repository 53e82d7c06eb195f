package dev.parley.websocket.tomcat;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.FanOutGroup;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.Waker;
import dev.parley.chat.session.ReplyBudget;
import dev.parley.protocol.OutboundQueue;
import dev.parley.websocket.SessionWriter;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CompletionHandler;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.util.net.SocketWrapperBase.CompletionState;
import org.apache.tomcat.websocket.WsSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.NativeWebSocketSession;

/**
 * Writes to Tomcat's socket of a session. Frames go directly to the channel while the lock of the socket is free;
 * Tomcat writes the bytes that the channel does not accept, and nothing more is polled from the queue until then. Over
 * TLS all frames go through Tomcat, which encrypts them.
 */
final class NioSessionWriter implements SessionWriter, OutboundQueue.Writer, CompletionHandler<Long, Void> {

    private static final Logger LOG = LoggerFactory.getLogger(NioSessionWriter.class);

    /** The number of bytes polled at once. */
    private static final int MOST = 64 * 1024;

    /** The time within which the client must answer a close frame. */
    private static final Duration CLOSED_WITHIN = Duration.ofSeconds(1);

    private static final AtomicReferenceFieldUpdater<NioSessionWriter, State> STATE =
            AtomicReferenceFieldUpdater.newUpdater(NioSessionWriter.class, State.class, "state");

    private enum State {
        IDLE,
        WRITING,
        /** Output was added meanwhile. */
        AGAIN,
        CLOSED
    }

    private final WebSocketSession session;
    private final SocketWrapperBase<?> wrapper;
    private final @Nullable SocketChannel channel;
    private final WriterLoop loop;
    private final Executor blockable;
    private final TaskScheduler scheduler;
    private final long stalledAfterMillis;

    private final OutboundQueue queue;
    private final PongQueue pongs;
    private volatile State state = State.IDLE; // updated in place: read for every message
    private final AtomicReference<@Nullable CloseStatus> status = new AtomicReference<>();
    private volatile boolean pingDue;
    private volatile boolean readsPaused;
    private boolean suspended; // guarded by the lock of the socket
    private volatile boolean waiting;
    private volatile long sentAt = System.nanoTime();

    // Confined to the current writer.
    private volatile boolean last;
    private @Nullable ByteBuffer rest;

    /**
     * Creates a writer.
     *
     * @param wrapper Tomcat's wrapper of the socket
     * @param loop the loop that writes
     * @param blockable runs tasks that may block on a socket
     * @param stalledAfter the time after which a socket that accepts nothing is aborted
     * @param budget the budget of the queues of all sessions
     * @param pongs the pong that is due, if any
     */
    NioSessionWriter(
            WebSocketSession session,
            SocketWrapperBase<?> wrapper,
            WriterLoop loop,
            Executor blockable,
            TaskScheduler scheduler,
            Duration stalledAfter,
            ReplyBudget budget,
            PongQueue pongs) {
        this.session = session;
        this.wrapper = wrapper;
        this.loop = loop;
        this.blockable = blockable;
        this.scheduler = scheduler;
        this.stalledAfterMillis = stalledAfter.toMillis();
        this.queue = new OutboundQueue(this, budget);
        this.pongs = pongs;
        this.channel = wrapper.getSocket() instanceof NioChannel plain && plain.getClass() == NioChannel.class
                ? plain.getIOChannel()
                : null;
    }

    @Override
    public OutboundQueue outboundQueue() {
        return queue;
    }

    @Override
    public Waker waker(Cursor cursor) {
        return loop.waker();
    }

    @Override
    public void onSubscribed(Room room) {
        loop.subscribe(this, room);
    }

    @Override
    public void onUnsubscribed(Room room) {
        loop.unsubscribe(this, room);
    }

    @Override
    public void onFilled() {
        if (start()) {
            loop.add(this);
        }
    }

    /** Signals output; returns whether the caller must let the loop write it. */
    boolean start() {
        State before = state;
        while (before == State.IDLE || before == State.WRITING) {
            if (STATE.compareAndSet(this, before, before == State.IDLE ? State.WRITING : State.AGAIN)) {
                return before == State.IDLE;
            }
            before = state;
        }
        return false;
    }

    /** Reads the memory that {@link #start} and {@link #write} need; see {@link FanOutGroup}. */
    int prefetch() {
        int read = queue.prefetch();
        read += state == State.IDLE ? 1 : 0;
        read += wrapper.getLock().isLocked() ? 1 : 0;
        read += wrapper.hasDataToWrite() ? 1 : 0;
        read += channel != null && channel.isConnected() ? 1 : 0;
        read += pongs.isDue() ? 1 : 0;
        return read;
    }

    /** Returns whether the session is closed or closing. */
    boolean isClosed() {
        return state == State.CLOSED;
    }

    /**
     * Writes the queue, on the loop's thread.
     *
     * @return false if the socket is in use, so that the loop tries again
     */
    boolean write(WriteBuffers buffers) {
        if (!wrapper.getLock().tryLock()) {
            return false;
        }
        try {
            return writeLocked(buffers);
        } catch (IOException e) {
            failed(e, null);
            return true;
        } finally {
            wrapper.getLock().unlock();
        }
    }

    private boolean writeLocked(WriteBuffers buffers) throws IOException {
        ByteBuffer before = rest;
        if (before != null) {
            return writeRest(before);
        }
        while (true) {
            if (isClosed()) {
                return true;
            }
            if (state == State.AGAIN) {
                STATE.compareAndSet(this, State.AGAIN, State.WRITING);
            }
            boolean ping = pingDue;
            pingDue = false;
            byte[] pong = pongs.poll();
            OutboundQueue.WriteBatch batch = buffers.batch;
            boolean more = queue.poll(MOST, batch);
            last = batch.last();
            if (batch.bytes() > 0 || ping || pong != null) {
                ByteBuffer bytes = buffers.frames.fill(batch.frames(), batch.bytes(), ping, pong);
                if (channel != null && !wrapper.hasDataToWrite() && channel.write(bytes) < 0) {
                    throw new IOException("The socket is closed.");
                }
                sentAt = System.nanoTime();
                if (bytes.hasRemaining()) {
                    ByteBuffer copy =
                            ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
                    return writeRest(copy);
                }
            }
            if (last) {
                close();
                return true;
            } else if (!more && STATE.compareAndSet(this, State.WRITING, State.IDLE)) {
                return true;
            }
        }
    }

    /** Hands bytes over to Tomcat. This writer touches nothing after the call. */
    private boolean writeRest(ByteBuffer bytes) {
        rest = null;
        if (wrapper instanceof NioSocketWrapper nio) {
            // Tomcat does not see direct writes, and would count a quiet session as stalled.
            nio.updateLastWrite();
        }
        waiting = true;
        CompletionState done = PongWriter.write(wrapper, bytes, stalledAfterMillis, this);
        if (done == CompletionState.NOT_DONE) {
            // Tomcat is writing.
            waiting = false;
            rest = bytes;
            return false;
        } else if (done == CompletionState.INLINE) {
            completed(0L, null);
        }
        return true;
    }

    /** Tomcat has written the bytes. */
    @Override
    public void completed(Long written, @Nullable Void nothing) {
        waiting = false;
        sentAt = System.nanoTime();
        if (last) {
            close();
        } else {
            loop.add(this);
        }
    }

    /** The client is gone, or accepts nothing for too long. */
    @Override
    public void failed(Throwable broken, @Nullable Void nothing) {
        LOG.debug("A session could not be written and is closed.", broken);
        waiting = false;
        abort();
    }

    @Override
    public void close(CloseStatus how) {
        status.compareAndSet(null, how);
    }

    private void close() {
        if (STATE.getAndSet(this, State.CLOSED) != State.CLOSED) {
            forgetRooms();
            blockable.execute(this::closeSession);
        }
    }

    private void forgetRooms() {
        queue.rooms().forEach(this::onUnsubscribed);
    }

    /** Sends the close frame, and limits the wait for the answer. */
    private void closeSession() {
        try {
            CloseStatus how = status.get();
            session.close(how == null ? CloseStatus.NORMAL : how);
        } catch (IOException | RuntimeException e) {
            LOG.debug("A session had ended before it was closed.", e);
        }
        try {
            var unused = scheduler.schedule(wrapper::close, Instant.now().plus(CLOSED_WITHIN));
        } catch (RejectedExecutionException e) {
            LOG.debug("A socket stays open until the server stops.", e);
        }
    }

    @Override
    public void abort() {
        state = State.CLOSED;
        forgetRooms();
        close(CloseStatus.SESSION_NOT_RELIABLE);
        try {
            if (channel != null) {
                // Drops pending output, which a client that does not read would hold.
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException e) {
            LOG.debug("A socket was already closed when it was aborted.", e);
        }
        blockable.execute(() -> {
            wrapper.close();
            closeSession();
        });
    }

    @Override
    public void pauseReads() {
        readsPaused = true;
        updateReads();
    }

    @Override
    public void resumeReads() {
        readsPaused = false;
        updateReads();
    }

    /**
     * Suspends or resumes Tomcat's session while no other thread reads from the socket: a resume that came before Tomcat
     * has noticed the suspension would leave the input that Tomcat has already read until more arrives.
     */
    private void updateReads() {
        if (wrapper.getLock().tryLock()) {
            updateReadsLocked();
        } else {
            blockable.execute(() -> {
                wrapper.getLock().lock();
                updateReadsLocked();
            });
        }
    }

    private void updateReadsLocked() {
        try {
            if (session instanceof NativeWebSocketSession spring
                    && spring.getNativeSession(Session.class) instanceof WsSession tomcat
                    && suspended != readsPaused) {
                suspended = readsPaused;
                if (suspended) {
                    tomcat.suspend();
                } else {
                    tomcat.resume();
                }
            }
        } finally {
            wrapper.getLock().unlock();
        }
    }

    @Override
    public void ping() {
        pingDue = true;
        onFilled();
    }

    @Override
    public long stalledSince() {
        if (!waiting || !(wrapper instanceof NioSocketWrapper nio)) {
            // Tomcat monitors all other sockets itself.
            return 0;
        }
        return System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis() - nio.getLastWrite());
    }

    @Override
    public long sentAt() {
        return sentAt;
    }

    @Override
    public boolean isOpen() {
        return !wrapper.isClosed();
    }

    @Override
    public boolean canPing() {
        return true;
    }
}
