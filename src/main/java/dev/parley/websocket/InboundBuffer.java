package dev.parley.websocket;

import dev.parley.protocol.StompRequest;
import dev.parley.protocol.StompSession;
import dev.parley.stomp.FrameLimits;
import dev.parley.stomp.MalformedFrameException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes the input of one connection on to its {@link StompSession}, in order and on one thread at a time. Keeps input
 * while the session holds reads, and pauses the reads of the socket meanwhile if the container can; a client that sends
 * more than the buffer keeps is disconnected.
 *
 * <p>Thread-safe; its lock is not held while a frame is handled.
 */
final class InboundBuffer {

    private static final Logger LOG = LoggerFactory.getLogger(InboundBuffer.class);

    /** The maximum number of bytes kept after the login, for a container that cannot pause reads. */
    static final int MAX_BYTES = 4 * FrameLimits.CONNECTED.maxFrameBytes();

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final StompSession session;
    private final Consumer<StompRequest> handler;
    private final SessionWriter writer;
    private final Executor executor;

    private ByteBuffer kept = NOTHING; // guarded by this
    private boolean reading; // guarded by this
    private boolean paused; // guarded by this

    /**
     * Creates an empty buffer.
     *
     * @param handler receives the requests
     * @param writer pauses the reads of the socket
     * @param executor reads kept input
     */
    InboundBuffer(StompSession session, Consumer<StompRequest> handler, SessionWriter writer, Executor executor) {
        this.session = session;
        this.handler = handler;
        this.writer = writer;
        this.executor = executor;
    }

    /**
     * Reads input, and what was kept before it. Leaves it to another thread that is reading.
     *
     * @throws MalformedFrameException if more bytes wait than the buffer keeps
     */
    void receive(ByteBuffer bytes) throws MalformedFrameException {
        ByteBuffer input = bytes;
        synchronized (this) {
            if (reading || kept.hasRemaining()) {
                kept = concatenate(kept, bytes);
                checkSize();
                if (reading || session.isHeld()) {
                    pauseReads();
                    return;
                }
                input = takeKept();
            }
            reading = true;
        }
        read(input);
    }

    /** Reads kept input on another thread, because the session holds reads no longer. */
    void resume() {
        try {
            synchronized (this) {
                if (reading || !(kept.hasRemaining() || paused)) {
                    return;
                }
                reading = true;
                executor.execute(this::readKept);
            }
        } catch (RejectedExecutionException e) {
            LOG.debug("The server stops; the input of a connection is dropped.", e);
        }
    }

    private void readKept() {
        ByteBuffer input;
        synchronized (this) {
            input = takeKept();
        }
        try {
            read(input);
        } catch (MalformedFrameException e) {
            session.fail(e);
        }
    }

    /** Reads until there is no input, or until the session holds reads; input that arrives meanwhile follows. */
    private void read(ByteBuffer first) throws MalformedFrameException {
        ByteBuffer input = first;
        while (true) {
            try {
                session.read(input, handler);
            } catch (RuntimeException e) {
                stopReading();
                throw e;
            }
            synchronized (this) {
                kept = concatenate(input, kept);
                if (!kept.hasRemaining() || session.isHeld()) {
                    stopReading();
                    checkSize();
                    return;
                }
                input = takeKept();
            }
        }
    }

    private synchronized void stopReading() {
        reading = false;
        if (kept.hasRemaining()) {
            pauseReads();
        } else if (paused) {
            paused = false;
            writer.resumeReads();
        }
    }

    private void pauseReads() {
        if (!paused && session.isHeld()) {
            paused = true;
            writer.pauseReads();
        }
    }

    private ByteBuffer takeKept() {
        ByteBuffer taken = kept;
        kept = NOTHING;
        return taken;
    }

    private void checkSize() throws MalformedFrameException {
        boolean loggedIn = session.session() != null;
        int most = loggedIn ? MAX_BYTES : FrameLimits.BEFORE_CONNECTED.maxFrameBytes();
        if (kept.remaining() > most) {
            kept = NOTHING;
            throw new MalformedFrameException(
                    MalformedFrameException.Fault.TOO_LARGE,
                    "Wait for " + (loggedIn ? "receipts" : "CONNECTED") + " before you send more than " + most
                            + " bytes.");
        }
    }

    private static ByteBuffer concatenate(ByteBuffer first, ByteBuffer second) {
        if (!first.hasRemaining() && !second.hasRemaining()) {
            return NOTHING;
        }
        return ByteBuffer.allocate(first.remaining() + second.remaining())
                .put(first)
                .put(second)
                .flip();
    }
}
