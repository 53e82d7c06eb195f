package dev.parley.servlet;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the bytes of the bodies that are in memory, of all requests together, so that many clients that send large bodies slowly
 * cannot fill the heap. Thread-safe; never blocks.
 */
public final class BodyBudget {

    /** The bytes that a body may have even if the budget is used up, as most messages do. */
    public static final int ALWAYS_ALLOWED = 4 * 1024;

    /** A body takes up to 3 times its length: the buffer that grows, its copy, and the text. */
    private static final int SHARE_OF_HEAP = 16;

    private final long limit;
    private final AtomicLong used = new AtomicLong();

    /**
     * Creates an unused budget.
     *
     * @param limit in bytes, at least 0
     */
    public BodyBudget(long limit) {
        this.limit = limit;
    }

    /** Creates an unused budget for this process: a sixteenth of the heap. */
    public static BodyBudget ofHeap() {
        return new BodyBudget(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    /**
     * Uses bytes of the budget.
     *
     * @param length the bytes that the body has with these
     * @return false if the budget is used up and the body has more than {@value #ALWAYS_ALLOWED} bytes; nothing is used then
     */
    boolean tryUse(int bytes, int length) {
        if (used.addAndGet(bytes) <= limit || length <= ALWAYS_ALLOWED) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    /** Returns bytes to the budget. */
    void release(int bytes) {
        used.addAndGet(-bytes);
    }

    /** Returns the bytes that are used. */
    public long used() {
        return used.get();
    }
}
