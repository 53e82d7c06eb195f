package dev.parley.websocket.tomcat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The few threads that write to all sessions; more would compete with the readers. None of them ever waits for a socket:
 * a line whose socket is busy is tried again a moment later.
 */
final class Pumps implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Pumps.class);
    private static final long A_MOMENT_MILLIS = 1;

    private final BlockingQueue<DirectLine> filled = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    /** Begins to pump. */
    Pumps() {
        int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        for (int i = 1; i <= count; i++) {
            Thread thread = new Thread(this::pump, "websocket-pump-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** This line has something to write. */
    void add(DirectLine line) {
        filled.add(line);
    }

    private void pump() {
        FrameBuffer buffer = new FrameBuffer();
        List<DirectLine> busy = new ArrayList<>();
        while (!closed) {
            try {
                DirectLine next = next(busy);
                if (next != null && !next.write(buffer)) {
                    busy.add(next);
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException broken) {
                LOG.error("A session could not be written.", broken);
            }
        }
    }

    /** The next line; when there is none, those whose socket was busy are due again after a moment. */
    private @Nullable DirectLine next(List<DirectLine> busy) throws InterruptedException {
        if (busy.isEmpty()) {
            return filled.take();
        }
        DirectLine next = filled.poll(A_MOMENT_MILLIS, TimeUnit.MILLISECONDS);
        filled.addAll(busy);
        busy.clear();
        return next;
    }

    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
    }
}
