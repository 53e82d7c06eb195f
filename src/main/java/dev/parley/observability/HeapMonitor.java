package dev.parley.observability;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a process whose heap is exhausted: one that spends nearly all its time in garbage collections that free nothing. A
 * supervisor, such as systemd, starts it again; a process that stays would serve no client. Liveness fails before the end.
 * Has a thread of its own, which an exhausted heap does not end. Thread-safe.
 */
public final class HeapMonitor implements AutoCloseable {

    /** The exit code of a process that is ended, as with {@code -XX:+ExitOnOutOfMemoryError}. */
    static final int EXIT_CODE = 3;

    private static final long PERIOD_MILLIS = 1_000;
    static final Duration NOT_ALIVE_AFTER = Duration.ofSeconds(5);
    static final Duration EXIT_AFTER = Duration.ofSeconds(20);

    /** Computed before, because nothing can be allocated in an exhausted heap. */
    private static final long EXIT_AFTER_NANOS = EXIT_AFTER.toNanos();

    private static final double FULL = 0.95;
    private static final double BUSY = 0.8;

    private static final Logger LOG = LoggerFactory.getLogger(HeapMonitor.class);

    private final Supplier<HeapSample> samples;
    private final LongSupplier nanoTime;
    private final Runnable exit;
    private final Thread thread;
    private long sampledAt; // guarded by this
    private long collectionMillis; // guarded by this
    private long exhaustedNanos; // guarded by this
    private boolean exited; // guarded by this

    /**
     * A sample of the heap.
     *
     * @param usedAfterCollection the share of the heap that the last collection could not free, 0 to 1
     * @param collectionMillis the time of all collections since the start, in milliseconds
     */
    record HeapSample(double usedAfterCollection, long collectionMillis) {}

    /** Starts to sample the heap of this process each second. */
    public static HeapMonitor start() {
        HeapMonitor monitor = new HeapMonitor(
                new JvmHeap()::sample,
                System::nanoTime,
                () -> Runtime.getRuntime().halt(EXIT_CODE));
        monitor.thread.start();
        return monitor;
    }

    /**
     * Creates a monitor that does not run.
     *
     * @param exit ends the process
     */
    HeapMonitor(Supplier<HeapSample> samples, LongSupplier nanoTime, Runnable exit) {
        this.samples = samples;
        this.nanoTime = nanoTime;
        this.exit = exit;
        this.sampledAt = nanoTime.getAsLong();
        this.collectionMillis = samples.get().collectionMillis();
        this.thread = new Thread(this::run, "parley-heap-monitor");
        thread.setDaemon(true);
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(PERIOD_MILLIS);
                sample();
            }
        } catch (InterruptedException ignored) {
            return; // closed
        }
    }

    /** Takes a sample. A heap in which not even a sample fits counts as exhausted. */
    synchronized void sample() {
        HeapSample now;
        try {
            now = samples.get();
        } catch (OutOfMemoryError ignored) {
            exhaustedNanos += PERIOD_MILLIS * 1_000_000;
            if (exhaustedNanos >= EXIT_AFTER_NANOS) {
                exit.run();
            }
            return;
        }
        long passed = Math.max(1, nanoTime.getAsLong() - sampledAt);
        double busy = (double) Duration.ofMillis(now.collectionMillis() - collectionMillis)
                        .toNanos()
                / passed;
        sampledAt += passed;
        collectionMillis = now.collectionMillis();
        exhaustedNanos = now.usedAfterCollection() >= FULL && busy >= BUSY ? exhaustedNanos + passed : 0;
        if (exhaustedNanos >= EXIT_AFTER_NANOS && !exited) {
            exited = true;
            LOG.error(
                    "The heap is exhausted: for {} s the server has done nearly nothing but garbage collections, which free"
                            + " nothing. The process ends with exit code {}, so that a supervisor can start it again. Give it"
                            + " more memory with -Xmx, or lower parley.limits.max-connections.",
                    EXIT_AFTER.toSeconds(),
                    EXIT_CODE);
            exit.run();
        }
    }

    /** Returns false if the heap has been exhausted for 5 seconds. */
    synchronized boolean isAlive() {
        return exhaustedNanos < NOT_ALIVE_AFTER.toNanos();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
