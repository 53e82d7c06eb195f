package dev.parley.chat.room;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the tasks of a room, or of the token writer, in order and in batches. A round takes all tasks that wait when it
 * begins. Rounds never overlap, and each sees the writes of the rounds before it, on whichever thread it runs.
 *
 * <p>The executor is paced: after a round that committed something, the next begins no sooner than {@code pace} after
 * the start of that one, or twice that under load, so that messages form batches when they arrive fast. The first task
 * of an idle room runs at once.
 *
 * @param <W> the type of a task
 */
public final class SerialBatchExecutor<W> {

    private static final Logger LOG = LoggerFactory.getLogger(SerialBatchExecutor.class);

    private static final int MOST_IN_A_ROUND = 2_048;

    /** The number of commits in a round that counts as load. */
    private static final int LOAD = 4;

    private final Queue<W> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queueDepth = new AtomicInteger();
    private final AtomicBoolean due = new AtomicBoolean();
    private final Executor executor;
    private final Scheduler scheduler;
    private final long pace;
    private final ToIntFunction<List<W>> round;
    private volatile long notBefore = System.nanoTime();
    private volatile @Nullable Thread here;

    /**
     * Creates an idle executor.
     *
     * @param round runs the tasks in order, and returns how many of them were committed to disk
     */
    public SerialBatchExecutor(Executor executor, Scheduler scheduler, Duration pace, ToIntFunction<List<W>> round) {
        this.executor = executor;
        this.scheduler = scheduler;
        this.pace = pace.toNanos();
        this.round = round;
    }

    /** Submits a task. Never blocks; thread-safe, also for calls on the executor itself. */
    public void submit(W work) {
        waiting.add(work);
        queueDepth.incrementAndGet();
        beginWhenDue();
    }

    /** Returns the number of waiting tasks. */
    int queueDepth() {
        return queueDepth.get();
    }

    /** Checks that the caller runs on this executor. */
    void assertOnExecutor() {
        if (here != Thread.currentThread()) {
            throw new IllegalStateException("This may be touched on its room's lane only.");
        }
    }

    private void beginWhenDue() {
        if (!waiting.isEmpty() && due.compareAndSet(false, true)) {
            long wait = notBefore - System.nanoTime();
            if (wait > 0) {
                scheduler.schedule(Duration.ofNanos(wait), () -> executor.execute(this::run));
            } else {
                executor.execute(this::run);
            }
        }
    }

    private void run() {
        here = Thread.currentThread();
        long began = System.nanoTime();
        try {
            List<W> works = new ArrayList<>();
            for (W work = waiting.poll(); work != null; work = works.size() < MOST_IN_A_ROUND ? waiting.poll() : null) {
                works.add(work);
            }
            queueDepth.addAndGet(-works.size());
            int committed = round.applyAsInt(works);
            if (committed > 0) {
                notBefore = began + (committed >= LOAD ? 2 * pace : pace);
            }
        } catch (RuntimeException e) {
            LOG.error("A round of work failed.", e);
        } finally {
            here = null;
            due.set(false);
        }
        beginWhenDue();
    }
}
