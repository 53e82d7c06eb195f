package dev.parley.tcp;

import dev.parley.chat.session.ReplyBudget;

/**
 * Counts the output of one connection that waits for its client: replies in the queue, the bytes in the buffer of the
 * channel, and the lines that the dialect holds back. All of it uses the budget of all connections. Confined to the
 * connection's event loop.
 */
final class PendingBytes {

    private final ReplyBudget budget;
    private int replies;
    private int events;
    private int heldBack;

    PendingBytes(ReplyBudget budget) {
        this.budget = budget;
    }

    /** Adds a reply; returns false if the budget is used up. */
    boolean tryAddReply(int bytes) {
        if (!budget.tryUse(bytes, total() + bytes)) {
            return false;
        }
        replies += bytes;
        return true;
    }

    void removeReply(int bytes) {
        replies -= bytes;
        budget.release(bytes);
    }

    /** Adds room events, which the writer polls only while {@link #allowsEvents}. */
    void addEvents(int bytes) {
        budget.use(bytes);
        events += bytes;
    }

    void removeEvents(int bytes) {
        events -= bytes;
        budget.release(bytes);
    }

    /** Sets the number of bytes that the dialect holds back; returns false if they are more and the budget is used up. */
    boolean trySetHeldBack(int bytes) {
        int more = bytes - heldBack;
        if (more > 0 && !budget.tryUse(more, total() + more)) {
            return false;
        } else if (more < 0) {
            budget.release(-more);
        }
        heldBack = bytes;
        return true;
    }

    /** Returns whether replies wait. */
    boolean hasReplies() {
        return replies > 0;
    }

    /** Returns whether room events may be added: the budget is not used up, or little waits for this client. */
    boolean allowsEvents() {
        return total() < ReplyBudget.ALWAYS_ALLOWED || !budget.isUsedUp();
    }

    private int total() {
        return replies + events + heldBack;
    }
}
