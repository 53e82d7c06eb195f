package dev.parley.websocket;

import dev.parley.chat.session.ReplyBudget;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.web.socket.WebSocketSession;

/** Creates writers that work for every session, with a pool of threads that may block on a socket. */
public final class BlockingSessionWriterFactory implements SessionWriterFactory, AutoCloseable {

    private static final int WRITERS = 64;
    private static final int IDLE_SECONDS = 2;

    private final ThreadPoolExecutor writers = new ThreadPoolExecutor(
            WRITERS, WRITERS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads());

    private final ReplyBudget budget;

    /**
     * Creates a factory. Threads are created on demand and end when idle.
     *
     * @param budget the budget of the queues of all sessions
     */
    public BlockingSessionWriterFactory(ReplyBudget budget) {
        this.budget = budget;
        writers.allowCoreThreadTimeOut(true);
    }

    private static CustomizableThreadFactory threads() {
        CustomizableThreadFactory threads = new CustomizableThreadFactory("parley-blocking-writer-");
        threads.setDaemon(true);
        return threads;
    }

    @Override
    public SessionWriter create(WebSocketSession session) {
        return new BlockingSessionWriter(session, writers, budget);
    }

    /** Returns the budget of the queues of all sessions. */
    public ReplyBudget budget() {
        return budget;
    }

    /** Returns the pool. */
    public Executor writers() {
        return writers;
    }

    @Override
    public void close() {
        writers.shutdown();
    }
}
