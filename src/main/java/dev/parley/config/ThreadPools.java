package dev.parley.config;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads on which rooms store and readers read. */
public final class ThreadPools {

    private static final int FEWEST_LANES = 2;
    private static final int FEWEST_PAGES = 2;
    private static final int MOST_PAGES = 4;

    private ThreadPools() {}

    /** For the rooms' lanes. The queue needs no bound: a lane has one round in it at most. */
    public static ExecutorService lanes() {
        return pool("lane", Math.max(FEWEST_LANES, cores()), Integer.MAX_VALUE);
    }

    /**
     * For reading pages of history, and tokens.
     *
     * @param waiting how much may wait; one more is rejected
     */
    public static ExecutorService pages(int waiting) {
        return pool("page", Math.max(FEWEST_PAGES, Math.min(MOST_PAGES, cores())), waiting);
    }

    private static ExecutorService pool(String name, int threads, int waiting) {
        return new ThreadPoolExecutor(
                threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(waiting), named(name));
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** Threads {@code name-1}, {@code name-2}, … that do not keep the server from ending. */
    static ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
