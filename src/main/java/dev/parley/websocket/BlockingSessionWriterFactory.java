package dev.parley.websocket;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.web.socket.WebSocketSession;

/** Lines that work for every session, with the threads that they need: those may be blocked by a socket. */
public final class BlockingSessionWriterFactory implements SessionWriterFactory, AutoCloseable {

    private static final int WRITERS = 64;
    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor writers = new ThreadPoolExecutor(
            WRITERS, WRITERS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads());

    /** Threads come when they are needed and go when they are not. */
    public BlockingSessionWriterFactory() {
        writers.allowCoreThreadTimeOut(true);
    }

    private static CustomizableThreadFactory threads() {
        CustomizableThreadFactory threads = new CustomizableThreadFactory("parley-blocking-writer-");
        threads.setDaemon(true);
        return threads;
    }

    @Override
    public SessionWriter create(WebSocketSession session) {
        return new BlockingSessionWriter(session, writers);
    }

    /** Runs what may be blocked by a socket. */
    public Executor writers() {
        return writers;
    }

    @Override
    public void close() {
        writers.shutdown();
    }
}
