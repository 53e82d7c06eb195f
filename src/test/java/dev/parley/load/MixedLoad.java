package dev.parley.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** People who do what they do again and again, each on a thread of its own, until all are stopped. */
final class MixedLoad implements AutoCloseable {

    private static final int MOST_COMPLAINTS = 20;

    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>(); // guarded by itself
    private final AtomicLong episodes = new AtomicLong();

    /** Something that somebody does, once. */
    interface Episode {
        void once(int number) throws Exception;
    }

    /** From now on somebody does this every so often, on a thread of its own. */
    void begin(String name, Duration pause, Episode episode) {
        Thread thread = new Thread(() -> repeat(name, pause, episode), name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void repeat(String name, Duration pause, Episode episode) {
        int number = 0;
        do {
            try {
                episode.once(number++);
                episodes.incrementAndGet();
            } catch (Exception | AssertionError e) {
                complain(name + ", time " + number + ": " + e);
            }
        } while (!isOverAfter(pause));
    }

    /** Waits, and says whether it is over. */
    boolean isOverAfter(Duration pause) {
        try {
            return stop.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void complain(String what) {
        synchronized (complaints) {
            if (complaints.size() < MOST_COMPLAINTS) {
                complaints.add(what);
            }
        }
    }

    /** What did not go as it should, the first of it. */
    List<String> complaints() {
        synchronized (complaints) {
            return List.copyOf(complaints);
        }
    }

    /** How much was done. */
    long episodes() {
        return episodes.get();
    }

    /** Lets everybody finish. */
    @Override
    public void close() {
        stop.countDown();
        try {
            for (Thread thread : threads) {
                thread.join(Duration.ofSeconds(60).toMillis());
            }
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
        }
    }
}
