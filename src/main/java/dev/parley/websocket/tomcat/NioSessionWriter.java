package dev.parley.websocket.tomcat;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.Waker;
import dev.parley.protocol.OutboundQueue;
import dev.parley.websocket.SessionWriter;
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
import org.apache.tomcat.util.net.SocketWrapperBase.BlockingMode;
import org.apache.tomcat.util.net.SocketWrapperBase.CompletionState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;

/**
 * The way out to a session over Tomcat's socket. Frames go straight to the channel while nobody else uses the socket, whose
 * lock Tomcat holds when it does; what the channel does not take at once, Tomcat writes when it can, and until then nothing
 * else is taken from the outbox. Over TLS everything goes through Tomcat, which encrypts.
 */
final class NioSessionWriter implements SessionWriter, OutboundQueue.Writer, CompletionHandler<Long, Void> {

    private static final Logger LOG = LoggerFactory.getLogger(NioSessionWriter.class);

    /** About so much is taken at once. */
    private static final int MOST = 64 * 1024;

    /** How long the other end may take to answer our close frame. */
    private static final Duration CLOSED_WITHIN = Duration.ofSeconds(1);

    private static final AtomicReferenceFieldUpdater<NioSessionWriter, State> STATE =
            AtomicReferenceFieldUpdater.newUpdater(NioSessionWriter.class, State.class, "state");

    private enum State {
        IDLE,
        WRITING,
        /** Something has come meanwhile. */
        AGAIN,
        CLOSED
    }

    private final WebSocketSession session;
    private final SocketWrapperBase<?> wrapper;
    private final @Nullable SocketChannel channel;
    private final WriterLoop writerLoop;
    private final Executor blockable;
    private final TaskScheduler scheduler;
    private final long stalledAfterMillis;

    private final OutboundQueue outboundQueue = new OutboundQueue(this);
    private volatile State state = State.IDLE; // updated in place: looked at for every message
    private final AtomicReference<@Nullable CloseStatus> status = new AtomicReference<>();
    private volatile boolean pingDue;
    private volatile boolean waiting;
    private volatile long sentAt = System.nanoTime();

    // Confined to whoever writes, one after the other.
    private volatile boolean last;
    private @Nullable ByteBuffer rest;

    /**
     * A line to a session.
     *
     * @param wrapper Tomcat's idea of the session's socket
     * @param writerLoop writes
     * @param blockable runs what may be blocked by a socket
     * @param stalledAfter how long the socket may take nothing
     */
    NioSessionWriter(
            WebSocketSession session,
            SocketWrapperBase<?> wrapper,
            WriterLoop writerLoop,
            Executor blockable,
            TaskScheduler scheduler,
            Duration stalledAfter) {
        this.session = session;
        this.wrapper = wrapper;
        this.writerLoop = writerLoop;
        this.blockable = blockable;
        this.scheduler = scheduler;
        this.stalledAfterMillis = stalledAfter.toMillis();
        this.channel = wrapper.getSocket() instanceof NioChannel plain && plain.getClass() == NioChannel.class
                ? plain.getIOChannel()
                : null;
    }

    @Override
    public OutboundQueue outboundQueue() {
        return outboundQueue;
    }

    @Override
    public Waker waker(Cursor cursor) {
        return writerLoop;
    }

    @Override
    public void onSubscribed(Room room) {
        writerLoop.subscribe(this, room);
    }

    @Override
    public void onUnsubscribed(Room room) {
        writerLoop.unsubscribe(this, room);
    }

    @Override
    public void onFilled() {
        if (start()) {
            writerLoop.add(this);
        }
    }

    /** There may be something to write. Says whether to write it is up to the caller, who does so on the pump's thread. */
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

    /** Whether it is closed, or about to be. */
    boolean isClosed() {
        return state == State.CLOSED;
    }

    /**
     * Writes what there is, on the pump's thread.
     *
     * @return false if the socket is in use and this is to be tried again
     */
    boolean write(WriteBuffers writeBuffers) {
        if (!wrapper.getLock().tryLock()) {
            return false;
        }
        try {
            return writeLocked(writeBuffers);
        } catch (IOException e) {
            failed(e, null);
            return true;
        } finally {
            wrapper.getLock().unlock();
        }
    }

    private boolean writeLocked(WriteBuffers writeBuffers) throws IOException {
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
            OutboundQueue.WriteBatch writeBatch = writeBuffers.writeBatch;
            boolean more = outboundQueue.poll(MOST, writeBatch);
            last = writeBatch.last();
            if (writeBatch.bytes() > 0 || ping) {
                ByteBuffer bytes = writeBuffers.frames.fill(writeBatch.frames(), writeBatch.bytes(), ping);
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

    /** Lets Tomcat write this when it can. Behind the call that takes it over, nothing of this line is touched any more. */
    private boolean writeRest(ByteBuffer bytes) {
        rest = null;
        if (wrapper instanceof NioSocketWrapper nio) {
            // Tomcat knows nothing of what went out past it, and would take a line that was quiet with it for stalled.
            nio.updateLastWrite();
        }
        waiting = true;
        CompletionState done = wrapper.write(
                BlockingMode.NON_BLOCK,
                stalledAfterMillis,
                TimeUnit.MILLISECONDS,
                null,
                SocketWrapperBase.COMPLETE_WRITE,
                this,
                bytes);
        if (done == CompletionState.NOT_DONE) {
            // Tomcat is writing something itself.
            waiting = false;
            rest = bytes;
            return false;
        } else if (done == CompletionState.INLINE) {
            completed(0L, null);
        }
        return true;
    }

    /** Tomcat has written the rest. */
    @Override
    public void completed(Long written, @Nullable Void nothing) {
        waiting = false;
        sentAt = System.nanoTime();
        if (last) {
            close();
        } else {
            writerLoop.add(this);
        }
    }

    /** The other end has gone, or took nothing for too long. */
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
        outboundQueue.rooms().forEach(this::onUnsubscribed);
    }

    /** Says the close frame, and does not wait long for its answer. */
    private void closeSession() {
        try {
            CloseStatus how = status.get();
            session.close(how == null ? CloseStatus.NORMAL : how);
        } catch (IOException | RuntimeException e) {
            LOG.debug("A session was gone before it was closed.", e);
        }
        try {
            var unused = scheduler.schedule(wrapper::close, Instant.now().plus(CLOSED_WITHIN));
        } catch (RejectedExecutionException e) {
            LOG.debug("A socket is left to the end of the server, which closes them all.", e);
        }
    }

    @Override
    public void abort() {
        state = State.CLOSED;
        forgetRooms();
        close(CloseStatus.SESSION_NOT_RELIABLE);
        try {
            if (channel != null) {
                // So that nothing unsent is kept for somebody who does not read.
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException e) {
            LOG.debug("A socket was gone before it was cut.", e);
        }
        blockable.execute(() -> {
            wrapper.close();
            closeSession();
        });
    }

    @Override
    public void ping() {
        pingDue = true;
        onFilled();
    }

    @Override
    public long stalledSince() {
        if (!waiting || !(wrapper instanceof NioSocketWrapper nio)) {
            // Of other sockets Tomcat itself minds the time.
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
