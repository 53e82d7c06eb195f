package dev.parley.chat.session;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the bytes of the replies that wait in the queues of all connections together, over all transports, so that many
 * clients that request large replies and read none cannot fill the heap. Thread-safe; never blocks.
 */
public final class ReplyBudget {

    /** The bytes that a single connection may queue even if the budget is used up: receipts and refusals. */
    public static final int ALWAYS_ALLOWED = 16 * 1024;

    private static final int SHARE_OF_HEAP = 8;

    private final long limit;
    private final AtomicLong used = new AtomicLong();

    /**
     * Creates an unused budget.
     *
     * @param limit in bytes; 0 for an eighth of the heap
     */
    public ReplyBudget(long limit) {
        this.limit = limit > 0 ? limit : Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP;
    }

    /**
     * Uses bytes of the budget.
     *
     * @param queued the bytes that the connection has queued, with these
     * @return false if the budget is used up and the connection has queued more than {@value #ALWAYS_ALLOWED} bytes
     */
    public boolean tryUse(int bytes, int queued) {
        if (used.addAndGet(bytes) <= limit || queued <= ALWAYS_ALLOWED) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    /** Uses bytes of the budget, even if it is used up. */
    public void use(int bytes) {
        used.addAndGet(bytes);
    }

    /** Returns bytes to the budget. */
    public void release(int bytes) {
        used.addAndGet(-bytes);
    }

    /** Returns whether nothing is left. */
    public boolean isUsedUp() {
        return used.get() >= limit;
    }

    /** Returns the bytes that are used. */
    public long used() {
        return used.get();
    }
}
