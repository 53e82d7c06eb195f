package dev.parley.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Repeats tasks, each on a thread of its own, until all are stopped. */
final class MixedLoad implements AutoCloseable {

    private static final int MAX_ERRORS = 20;

    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private final List<String> errors = new ArrayList<>(); // guarded by itself
    private final AtomicLong runs = new AtomicLong();

    /** Is run again and again. */
    interface Task {
        void run(int number) throws Exception;
    }

    /** Starts a thread that runs this task at this interval. */
    void start(String name, Duration pause, Task task) {
        Thread thread = new Thread(() -> repeat(name, pause, task), name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void repeat(String name, Duration pause, Task task) {
        int number = 0;
        do {
            try {
                task.run(number++);
                runs.incrementAndGet();
            } catch (Exception | AssertionError e) {
                addError(name + ", time " + number + ": " + e);
            }
        } while (!awaitStop(pause));
    }

    /** Waits for this time, and returns whether the load was stopped. */
    boolean awaitStop(Duration pause) {
        try {
            return stop.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void addError(String what) {
        synchronized (errors) {
            if (errors.size() < MAX_ERRORS) {
                errors.add(what);
            }
        }
    }

    /** Returns the first errors. */
    List<String> errors() {
        synchronized (errors) {
            return List.copyOf(errors);
        }
    }

    /** Returns how many runs succeeded. */
    long runCount() {
        return runs.get();
    }

    /** Stops the load and waits for the threads. */
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
