package dev.parley.chat.session;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs few of the requests of one address at once; the others wait. The threads that an address occupies would otherwise take
 * the processors from all others. A request that takes long, for instance because its client does not read the response,
 * gives its turn to the next one and continues. Thread-safe; blocks.
 */
final class RequestTurns {

    private final int most;
    private final long keepNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Deque<Turn> running = new ArrayDeque<>();

    /** The turn of one request. */
    static final class Turn {
        private final long started = System.nanoTime();
    }

    /**
     * Creates the turns of one address.
     *
     * @param most how many requests run at once, at least 1
     * @param keep how long a request keeps its turn while others wait for it
     */
    RequestTurns(int most, Duration keep) {
        this.most = most;
        this.keepNanos = keep.toNanos();
    }

    /**
     * Waits for a turn. {@link #end} must follow.
     *
     * @throws InterruptedException if the thread is interrupted before it has a turn
     */
    Turn await() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Turn oldest = running.peekFirst();
            while (oldest != null && running.size() >= most && nanosLeft(oldest) > 0) {
                ended.await(nanosLeft(oldest), TimeUnit.NANOSECONDS);
                oldest = running.peekFirst();
            }
            if (running.size() >= most) {
                running.removeFirst();
            }
            Turn turn = new Turn();
            running.addLast(turn);
            return turn;
        } finally {
            lock.unlock();
        }
    }

    private long nanosLeft(Turn turn) {
        return turn.started + keepNanos - System.nanoTime();
    }

    /** Ends a turn, also one that was given to another request. */
    void end(Turn turn) {
        lock.lock();
        try {
            if (running.remove(turn)) {
                ended.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many requests wait for a turn. */
    int waiting() {
        lock.lock();
        try {
            return lock.getWaitQueueLength(ended);
        } finally {
            lock.unlock();
        }
    }
}
