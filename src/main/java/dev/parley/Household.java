package dev.parley;

import dev.parley.chat.room.ChatMetrics;
import dev.parley.chat.room.Scheduler;
import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.ServerResources;
import dev.parley.config.ThreadPools;
import dev.parley.storage.sqlite.SqliteHistory;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The house with the threads that it works on. They end before the history does, so that none of them meets a file
 * that is closed.
 */
public final class Household implements AutoCloseable {

    private static final long ENDED_WITHIN_MILLIS = 2_000;

    private final ExecutorService lanes = ThreadPools.lanes();
    private final ExecutorService pages;
    private final ChatServer chatServer;

    /**
     * Opens the house.
     *
     * @param readers how many pages of history may be waited for
     */
    public Household(
            ServerLimits rules,
            SqliteHistory history,
            Clock clock,
            Scheduler scheduler,
            ChatMetrics metrics,
            int readers) {
        this.pages = ThreadPools.pages(readers);
        this.chatServer = new ChatServer(
                rules,
                new ServerResources(
                        history, history.tokenStore(), history.sanctionStore(), clock, scheduler, lanes, pages),
                metrics);
    }

    public ChatServer chatServer() {
        return chatServer;
    }

    /** The threads of the rooms' lanes. */
    public Executor lanes() {
        return lanes;
    }

    @Override
    public void close() {
        lanes.shutdown();
        pages.shutdown();
        try {
            boolean ended = lanes.awaitTermination(ENDED_WITHIN_MILLIS, TimeUnit.MILLISECONDS)
                    && pages.awaitTermination(ENDED_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
            if (!ended) {
                lanes.shutdownNow();
                pages.shutdownNow();
            }
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
        }
    }
}
