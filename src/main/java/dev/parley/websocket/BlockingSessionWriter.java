package dev.parley.websocket;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Waker;
import dev.parley.chat.session.ReplyBudget;
import dev.parley.protocol.OutboundQueue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.sockjs.transport.SockJsSession;
import org.springframework.web.socket.sockjs.transport.session.AbstractHttpSockJsSession;

/**
 * Writes by Spring's {@link WebSocketSession#sendMessage}, which blocks while a socket is full. A thread of a pool
 * writes each session that has output, one thread at a time, so that a slow session delays no other.
 */
final class BlockingSessionWriter implements SessionWriter, Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(BlockingSessionWriter.class);

    /** The number of bytes written at once, in one message. */
    private static final int MOST = 16 * 1024;

    private static final int SOCKJS_MESSAGE = 128 * 1024;

    private enum State {
        IDLE,
        WRITING,
        /** Output was added meanwhile. */
        AGAIN,
        CLOSED
    }

    private final WebSocketSession session;
    private final Executor pool;
    private final OutboundQueue queue;
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
    private final AtomicReference<@Nullable CloseStatus> status = new AtomicReference<>();

    /** Whether the last frame is written. Only the writing thread uses it. */
    private volatile boolean lastWritten;

    private volatile boolean pingDue;
    private volatile long stalledSince;
    private volatile long sentAt = System.nanoTime();

    /**
     * Creates a writer.
     *
     * @param pool runs tasks that may block on a socket
     * @param budget the budget of all queues
     */
    BlockingSessionWriter(WebSocketSession session, Executor pool, ReplyBudget budget) {
        this.session = session;
        this.pool = pool;
        this.queue = new OutboundQueue(this::onFilled, budget);
        if (session instanceof SockJsSession sockJs) {
            // SockJS writes its heart-beats on a shared thread; this class writes them instead.
            sockJs.disableHeartbeat();
            // Messages arrive whole, not in parts.
            session.setTextMessageSizeLimit(SOCKJS_MESSAGE);
        }
    }

    @Override
    public OutboundQueue outboundQueue() {
        return queue;
    }

    @Override
    public Waker waker(Cursor cursor) {
        return room -> queue.wake(cursor);
    }

    @Override
    public void onFilled() {
        State before =
                state.getAndUpdate(now -> now == State.IDLE ? State.WRITING : now == State.WRITING ? State.AGAIN : now);
        if (before == State.IDLE) {
            pool.execute(this);
        }
    }

    @Override
    public void close(CloseStatus how) {
        status.compareAndSet(null, how);
    }

    @Override
    public void ping() {
        pingDue = true;
        onFilled();
    }

    @Override
    public long stalledSince() {
        return stalledSince;
    }

    @Override
    public long sentAt() {
        return sentAt;
    }

    @Override
    public boolean isOpen() {
        return session.isOpen();
    }

    @Override
    public boolean canPing() {
        return !(session instanceof SockJsSession);
    }

    /** Writes until the queue is empty. */
    @Override
    public void run() {
        try {
            do {
                if (state.updateAndGet(now -> now == State.AGAIN ? State.WRITING : now) == State.CLOSED) {
                    return;
                }
                if (drain()) {
                    close();
                    return;
                }
            } while (!state.compareAndSet(State.WRITING, State.IDLE));
        } catch (IOException | RuntimeException e) {
            // The client is gone; the container reports it as well.
            LOG.debug("A session could not be written and is closed.", e);
            close(CloseStatus.SESSION_NOT_RELIABLE);
            close();
        } finally {
            stalledSince = 0;
        }
    }

    /** Writes the queue; returns whether the session is to be closed now. */
    private boolean drain() throws IOException {
        if (pingDue) {
            pingDue = false;
            stalledSince = System.nanoTime();
            session.sendMessage(new PingMessage());
        }
        boolean more = !lastWritten;
        while (more && canBeWritten()) {
            OutboundQueue.WriteBatch batch = new OutboundQueue.WriteBatch();
            more = queue.poll(MOST, batch) && !batch.last();
            if (batch.bytes() > 0) {
                stalledSince = System.nanoTime();
                TextMessage message = new TextMessage(joined(batch));
                PendingConnection.call(session, () -> session.sendMessage(message));
                sentAt = System.nanoTime();
                stalledSince = 0;
            }
            lastWritten = batch.last();
        }
        // A SockJS request that has received the last frame may have ended. The next one receives the close code, where
        // Spring would answer 3000.
        return lastWritten && canBeWritten();
    }

    /** A SockJS session without a waiting request cannot be written; the transport calls when there is one. */
    private boolean canBeWritten() {
        return !(session instanceof AbstractHttpSockJsSession polled) || polled.isActive();
    }

    private static byte[] joined(OutboundQueue.WriteBatch batch) {
        if (batch.frames().size() == 1) {
            return batch.frames().get(0);
        }
        ByteBuffer bytes = ByteBuffer.allocate(batch.bytes());
        batch.frames().forEach(bytes::put);
        return bytes.array();
    }

    @Override
    public void abort() {
        state.set(State.CLOSED);
        close(CloseStatus.SESSION_NOT_RELIABLE);
        pool.execute(this::closeSession);
    }

    private void close() {
        state.set(State.CLOSED);
        closeSession();
    }

    private void closeSession() {
        try {
            CloseStatus how = status.get();
            PendingConnection.call(session, () -> session.close(how == null ? CloseStatus.NORMAL : how));
        } catch (IOException | RuntimeException e) {
            LOG.debug("A session had ended before it was closed.", e);
        }
    }
}
