package dev.parley.websocket.tomcat;

import java.nio.ByteBuffer;
import java.nio.channels.CompletionHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.util.net.SocketWrapperBase.BlockingMode;
import org.apache.tomcat.util.net.SocketWrapperBase.CompletionState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the pongs of a session whose frames Tomcat writes, such as one of SockJS. Hands them over to Tomcat without
 * blocking, between two frames. Thread-safe.
 */
final class PongWriter implements CompletionHandler<Long, Void> {

    private static final Logger LOG = LoggerFactory.getLogger(PongWriter.class);

    private final SocketWrapperBase<?> wrapper;
    private final PongQueue pongs;
    private final long stalledAfterMillis;
    private final Consumer<Runnable> later;
    private final AtomicBoolean isWriting = new AtomicBoolean();
    private byte @Nullable [] unsent; // confined to the thread that has set isWriting

    /**
     * Creates a writer.
     *
     * @param later runs a task after the least time between two pongs
     */
    PongWriter(SocketWrapperBase<?> wrapper, PongQueue pongs, Duration stalledAfter, Consumer<Runnable> later) {
        this.wrapper = wrapper;
        this.pongs = pongs;
        this.stalledAfterMillis = stalledAfter.toMillis();
        this.later = later;
    }

    /** Sends the pong that is due, unless one is being written; the newest follows then. */
    void write() {
        if (wrapper.isClosed() || !isWriting.compareAndSet(false, true)) {
            return;
        }
        byte[] next = pongs.poll();
        byte[] pong = next == null ? unsent : next;
        unsent = null;
        if (pong == null) {
            isWriting.set(false);
            return;
        }
        CompletionState done = write(wrapper, WebSocketFrameEncoder.pong(pong), stalledAfterMillis, this);
        if (done == CompletionState.NOT_DONE) {
            // Tomcat is writing a frame.
            unsent = pong;
            isWriting.set(false);
            later.accept(this::write);
        } else if (done == CompletionState.INLINE) {
            completed(0L, null);
        }
    }

    /**
     * Hands bytes over to Tomcat, which writes all of them without blocking.
     *
     * @return {@code NOT_DONE} if Tomcat writes others, so that it did not accept these
     */
    static CompletionState write(
            SocketWrapperBase<?> wrapper, ByteBuffer bytes, long millis, CompletionHandler<Long, Void> onEnd) {
        return wrapper.write(
                BlockingMode.NON_BLOCK,
                millis,
                TimeUnit.MILLISECONDS,
                null,
                SocketWrapperBase.COMPLETE_WRITE,
                onEnd,
                bytes);
    }

    @Override
    public void completed(Long written, @Nullable Void nothing) {
        isWriting.set(false);
        if (pongs.isDue()) {
            later.accept(this::write);
        }
    }

    /** The client is gone, or accepts nothing for too long. No further pong is sent; the next frame fails as well. */
    @Override
    public void failed(Throwable broken, @Nullable Void nothing) {
        LOG.debug("A pong could not be written and the socket is closed.", broken);
        wrapper.close();
    }

    /** Returns the listener for the queue of the pongs. */
    PongQueue.Listener listener() {
        return new PongQueue.Listener(this::write, later);
    }
}
