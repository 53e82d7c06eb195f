package dev.parley.websocket.tomcat;

import dev.parley.chat.room.FanOutGroup;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.Waker;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that writes to its sessions. It knows which of them subscribe to a room, so that a room wakes it once; it
 * then writes to one session after the other. It never waits for a socket: a session whose socket is busy is tried
 * again shortly after. Methods are thread-safe, and have no effect after {@link #close}.
 */
final class WriterLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WriterLoop.class);
    private static final long RETRY_MILLIS = 1;

    private final ScheduledExecutorService executor;

    // Confined to the loop's thread.
    private final FanOutGroup<NioSessionWriter> subscribers;
    private final WriteBuffers buffers = new WriteBuffers();

    WriterLoop(int number) {
        executor = new ScheduledThreadPoolExecutor(
                1, task -> daemon(task, "parley-writer-" + number), new ThreadPoolExecutor.DiscardPolicy());
        subscribers =
                new FanOutGroup<>(executor, System::nanoTime, NioSessionWriter::prefetch, this::onDeliveries, () -> {});
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Returns the waker that rooms use for these sessions. */
    Waker waker() {
        return subscribers;
    }

    /** Adds a session with output that no other thread writes. */
    void add(NioSessionWriter session) {
        executor.execute(() -> write(session));
    }

    /** Subscribes a session to a room. */
    void subscribe(NioSessionWriter session, Room room) {
        executor.execute(() -> {
            if (!session.isClosed()) {
                subscribers.subscribe(session, room);
            }
        });
    }

    /** Ends a subscription. */
    void unsubscribe(NioSessionWriter session, Room room) {
        executor.execute(() -> subscribers.unsubscribe(session, room));
    }

    private void onDeliveries(NioSessionWriter session) {
        if (session.start()) {
            write(session);
        }
    }

    private void write(NioSessionWriter session) {
        try {
            if (!session.write(buffers)) {
                var unused = executor.schedule(() -> write(session), RETRY_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (RuntimeException e) {
            LOG.error("A session could not be written.", e);
            abort(session, e);
        }
    }

    private static void abort(NioSessionWriter session, RuntimeException cause) {
        try {
            session.failed(cause, null);
        } catch (RuntimeException e) {
            LOG.error("A session could not be closed.", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
