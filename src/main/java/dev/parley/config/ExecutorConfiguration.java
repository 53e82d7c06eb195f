package dev.parley.config;

import dev.parley.chat.hook.Webhooks;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.core.env.Environment;

/**
 * The executors of the chat server. Rooms have a thread per core, and one more that may block: while the disk is idle, a
 * room writes its messages itself. Everything else that blocks on the disk runs on the executors of the history. The rooms end before the history closes its file, and the executors of the
 * history after that. No bean is a default candidate, so that Spring Boot still configures its own executor for requests.
 */
@Configuration(proxyBeanMethods = false)
public class ExecutorConfiguration {

    /** The name of the executor on which rooms deliver. */
    public static final String ROOM_EXECUTOR = "roomExecutor";

    /** The name of the executor on which the history is written. */
    public static final String HISTORY_WRITE_EXECUTOR = "historyWriteExecutor";

    /** The name of the executor on which the history and the resume tokens are read. */
    public static final String HISTORY_EXECUTOR = "historyExecutor";

    /** The name of the executor on which files are checked and removed. */
    public static final String FILE_EXECUTOR = "fileExecutor";

    /** The name of the executor on which the hosts of outgoing webhooks are resolved. */
    public static final String HOOK_EXECUTOR = "hookExecutor";

    private static final Duration HOOK_THREAD_IDLE = Duration.ofSeconds(10);

    /** The name of the executor on which messages are searched. */
    public static final String SEARCH_EXECUTOR = "searchExecutor";

    /** The name of the executor on which the search index is written. */
    public static final String SEARCH_INDEX_EXECUTOR = "searchIndexExecutor";

    private static final int SEARCH_THREADS = 2;
    private static final int MOST_SEARCHES = 64;
    private static final int MIN_THREADS = 2;
    private static final int MOST_FILE_TASKS = 10_000;
    private static final Duration TERMINATION_TIMEOUT = Duration.ofSeconds(2);

    /** Its queue has no limit, because a room has at most one task in it, direct messages two. */
    @Bean(name = ROOM_EXECUTOR, defaultCandidate = false, destroyMethod = "close")
    @Qualifier(ROOM_EXECUTOR)
    @DependsOn("history")
    ExecutorService roomExecutor() {
        return executor("parley-room-", Math.max(MIN_THREADS, cores()) + 1, Integer.MAX_VALUE, RoomThread::new);
    }

    /** Returns whether the calling thread is one of the rooms'. */
    static boolean isRoomThread() {
        return Thread.currentThread() instanceof RoomThread;
    }

    private static final class RoomThread extends Thread {
        private RoomThread(Runnable task) {
            super(task);
        }
    }

    /**
     * Has one thread for SQLite, since the file has one writer, and a thread for each connection of PostgreSQL that writes.
     * Its queue has no limit, because a room, the token writer and the clean-up have at most one task each in it, and
     * operators few.
     */
    @Bean(name = HISTORY_WRITE_EXECUTOR, defaultCandidate = false, destroyMethod = "close")
    @Qualifier(HISTORY_WRITE_EXECUTOR)
    ExecutorService historyWriteExecutor(Environment environment) {
        return executor(
                "parley-history-write-", StorageConfiguration.writers(environment), Integer.MAX_VALUE, Thread::new);
    }

    /** Rejects a task if the limit of connections is exceeded by the tasks that wait. */
    @Bean(name = HISTORY_EXECUTOR, defaultCandidate = false, destroyMethod = "close")
    @Qualifier(HISTORY_EXECUTOR)
    ExecutorService historyExecutor(ParleyProperties properties, Environment environment) {
        int connections = properties.limits().maxConnections();
        // Each connection may read in each of its rooms and its direct messages at once, and log in meanwhile.
        int capacity = connections == 0 ? Integer.MAX_VALUE : connections * (ChatConfiguration.ROOMS_A_PERSON + 2);
        return executor("parley-history-", StorageConfiguration.readThreads(environment), capacity, Thread::new);
    }

    /** Has one thread, so that one image at a time is in memory. Rejects a task if too many wait. */
    @Bean(name = FILE_EXECUTOR, defaultCandidate = false, destroyMethod = "close")
    @Qualifier(FILE_EXECUTOR)
    @DependsOn("history")
    ExecutorService fileExecutor() {
        return executor("parley-file-", 1, MOST_FILE_TASKS, Thread::new);
    }

    /**
     * Has a thread for each hook whose host is being resolved, so that a silent name server delays no other hook. Its queue has no
     * limit, because a hook has at most one task in it, and operators few.
     */
    @Bean(name = HOOK_EXECUTOR, defaultCandidate = false, destroyMethod = "shutdownNow")
    @Qualifier(HOOK_EXECUTOR)
    ExecutorService hookExecutor() {
        TerminatingExecutor executor = executor("parley-hook-", Webhooks.MOST, Integer.MAX_VALUE, Thread::new);
        executor.setKeepAliveTime(HOOK_THREAD_IDLE.toMillis(), TimeUnit.MILLISECONDS);
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** Its queue is longer than the number of searches that the server admits at once. */
    @Bean(name = SEARCH_EXECUTOR, defaultCandidate = false, destroyMethod = "close")
    @Qualifier(SEARCH_EXECUTOR)
    ExecutorService searchExecutor() {
        return executor("parley-search-", SEARCH_THREADS, MOST_SEARCHES, Thread::new);
    }

    /** Has one thread, since the index has one writer, and at most one task and the last one. */
    @Bean(name = SEARCH_INDEX_EXECUTOR, defaultCandidate = false, destroyMethod = "close")
    @Qualifier(SEARCH_INDEX_EXECUTOR)
    ExecutorService searchIndexExecutor() {
        return executor("parley-search-index-", 1, Integer.MAX_VALUE, Thread::new);
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static TerminatingExecutor executor(
            String threadNamePrefix, int threads, int capacity, ThreadFactory threadFactory) {
        AtomicInteger started = new AtomicInteger();
        return new TerminatingExecutor(threads, capacity, task -> {
            Thread thread = threadFactory.newThread(task);
            thread.setName(threadNamePrefix + started.incrementAndGet());
            thread.setDaemon(true);
            // Not that of Tomcat, which would warn of a leak when a start fails.
            thread.setContextClassLoader(ExecutorConfiguration.class.getClassLoader());
            return thread;
        });
    }

    /**
     * Waits on close until its tasks have completed, and interrupts them after a timeout. Spring's {@code
     * ThreadPoolTaskExecutor} pauses its threads when a start fails, and the beans that close wait for them forever.
     */
    private static final class TerminatingExecutor extends ThreadPoolExecutor implements AutoCloseable {

        private TerminatingExecutor(int threads, int capacity, ThreadFactory threadFactory) {
            super(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(capacity), threadFactory);
        }

        @Override
        public void close() {
            shutdown();
            try {
                if (!awaitTermination(TERMINATION_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                    shutdownNow();
                }
            } catch (InterruptedException ignored) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
