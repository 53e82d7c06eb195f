package dev.parley.chat.room;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the tasks of a room, or of the token writer, in order and in batches. A round takes all tasks that wait when it
 * begins, and ends when its stage completes; no thread waits for that. Rounds never overlap, and each sees the writes of
 * the rounds before it, on whichever thread it runs.
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
    private final Function<List<W>, CompletionStage<Integer>> round;
    private volatile long notBefore = System.nanoTime();
    private final AtomicReference<@Nullable Thread> here = new AtomicReference<>(); // runs a part of the round

    /**
     * Creates an idle executor.
     *
     * @param round runs the tasks in order, and completes with the number of those that were committed to disk. A part
     *     that follows a stage of a port runs by {@link #resume}
     */
    public SerialBatchExecutor(
            Executor executor, Scheduler scheduler, Duration pace, Function<List<W>, CompletionStage<Integer>> round) {
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

    /**
     * Runs the next part of the round that is running: at once if the caller is on this executor, which it is when the
     * stage before had completed already. To be passed as the executor of a dependent stage.
     */
    void resume(Runnable part) {
        if (here.get() == Thread.currentThread()) {
            part.run();
        } else {
            executor.execute(() -> runPart(part));
        }
    }

    /** Returns the number of waiting tasks. */
    int queueDepth() {
        return queueDepth.get();
    }

    /** Checks that the caller runs on this executor. */
    void assertOnExecutor() {
        if (here.get() != Thread.currentThread()) {
            throw new IllegalStateException("This method must be called on the room's executor.");
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
        long began = System.nanoTime();
        runPart(() -> begin().whenComplete((committed, failure) -> end(began, committed, failure)));
    }

    private CompletionStage<Integer> begin() {
        List<W> works = new ArrayList<>();
        for (W work = waiting.poll(); work != null; work = works.size() < MOST_IN_A_ROUND ? waiting.poll() : null) {
            works.add(work);
        }
        queueDepth.addAndGet(-works.size());
        try {
            return round.apply(works);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void end(long began, @Nullable Integer committed, @Nullable Throwable failure) {
        if (failure != null) {
            LOG.error("A round of tasks failed.", failure);
        } else if (committed != null && committed > 0) {
            notBefore = began + (committed >= LOAD ? 2 * pace : pace);
        }
        here.set(null);
        due.set(false);
        beginWhenDue();
    }

    private void runPart(Runnable part) {
        here.set(Thread.currentThread());
        try {
            part.run();
        } finally {
            // Another part may have begun on another thread.
            here.compareAndSet(Thread.currentThread(), null);
        }
    }
}
