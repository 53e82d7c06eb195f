package dev.parley.websocket.tomcat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds the pong of a session that is due: the answer to the newest ping (RFC 6455, section 5.5.3). The writer of the
 * session sends it, at most one each 100 ms, so that a client that sends many pings and reads no pong occupies no thread.
 * Thread-safe; never blocks.
 */
final class PongQueue {

    /** The least time between two pongs. */
    static final Duration LEAST_BETWEEN = Duration.ofMillis(100);

    /** The most pings and pongs of a client within 10 seconds. */
    static final int MOST_CONTROL_FRAMES = 200;

    private static final long PERIOD_NANOS = Duration.ofSeconds(10).toNanos();

    private static final AtomicReferenceFieldUpdater<PongQueue, byte @Nullable []> DUE =
            AtomicReferenceFieldUpdater.newUpdater(PongQueue.class, byte[].class, "due");
    private static final AtomicIntegerFieldUpdater<PongQueue> DELAYED =
            AtomicIntegerFieldUpdater.newUpdater(PongQueue.class, "delayed");

    private final LongSupplier nanoTime;
    private volatile byte @Nullable [] due; // updated in place: read for every message
    private volatile int delayed; // 1 while a signal is delayed
    private volatile @Nullable Listener listener;
    private volatile long signaledAt;
    private long periodStart; // confined to the thread that reads
    private int controlFrames; // confined to the thread that reads

    /**
     * The writer of the session.
     *
     * @param onDue called when a pong is due
     * @param later runs a task after the least time between two pongs
     */
    record Listener(Runnable onDue, Consumer<Runnable> later) {}

    PongQueue(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.signaledAt = nanoTime.getAsLong() - LEAST_BETWEEN.toNanos();
    }

    /** Counts a ping or pong of the client; returns false if there are too many. Called by one thread at a time. */
    boolean acceptControlFrame() {
        long now = nanoTime.getAsLong();
        if (controlFrames == 0 || now - periodStart >= PERIOD_NANOS) {
            periodStart = now;
            controlFrames = 0;
        }
        controlFrames++;
        return controlFrames <= MOST_CONTROL_FRAMES;
    }

    /** Sets the writer. */
    void setListener(Listener writer) {
        listener = writer;
    }

    /**
     * Accepts the payload of a pong in place of an earlier one that is not sent yet.
     *
     * @return false if there is no writer, so that the pong must be sent in another way
     */
    boolean offer(ByteBuffer payload) {
        Listener writer = listener;
        if (writer == null) {
            return false;
        }
        byte[] copy = new byte[payload.remaining()];
        payload.duplicate().get(copy);
        due = copy;
        if (nanoTime.getAsLong() - signaledAt >= LEAST_BETWEEN.toNanos()) {
            signal(writer);
        } else if (DELAYED.compareAndSet(this, 0, 1)) {
            writer.later().accept(() -> {
                delayed = 0;
                signal(writer);
            });
        }
        return true;
    }

    private void signal(Listener writer) {
        signaledAt = nanoTime.getAsLong();
        writer.onDue().run();
    }

    /** Returns whether a pong is due. */
    boolean isDue() {
        return due != null;
    }

    /** Removes and returns the payload of the pong that is due; null if there is none. */
    byte @Nullable [] poll() {
        return due == null ? null : DUE.getAndSet(this, null);
    }
}
