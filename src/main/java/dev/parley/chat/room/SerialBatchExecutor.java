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
 * One room's work, or the register's, in order. Whatever waits when a round begins is that round; rounds never overlap, and each sees all
 * that those before it did, on whatever thread they run.
 *
 * <p>A lane is paced: behind a round that committed something the next begins no sooner than {@code pace} after that one
 * began, twice that under load, so that messages gather into batches when they come fast. The first of a quiet room
 * goes at once. A round that takes longer than that is its own pace: what comes meanwhile gathers, too.
 *
 * @param <W> the kind of work
 */
public final class SerialBatchExecutor<W> {

    private static final Logger LOG = LoggerFactory.getLogger(SerialBatchExecutor.class);

    private static final int MOST_IN_A_ROUND = 2_048;

    /** A round that committed as many is a sign of load. */
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
     * A lane with nothing to do.
     *
     * @param round does the work, in order, and says how much of it was committed to disk
     */
    public SerialBatchExecutor(Executor executor, Scheduler scheduler, Duration pace, ToIntFunction<List<W>> round) {
        this.executor = executor;
        this.scheduler = scheduler;
        this.pace = pace.toNanos();
        this.round = round;
    }

    /** Puts work at the end. Never blocks; safe from any thread, the lane's own included. */
    public void submit(W work) {
        waiting.add(work);
        queueDepth.incrementAndGet();
        beginWhenDue();
    }

    /** How much is waiting. */
    int queueDepth() {
        return queueDepth.get();
    }

    /** Checks that the caller is on the lane. */
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
