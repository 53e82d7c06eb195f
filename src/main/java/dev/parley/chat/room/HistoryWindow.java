package dev.parley.chat.room;

import org.jspecify.annotations.Nullable;

/**
 * How far back a room can be heard, and where somebody who joins begins to hear. Confined to the room's lane.
 */
final class HistoryWindow {

    private final ReplayBuffer replayBuffer;
    private final String epoch;
    private long oldest;

    HistoryWindow(ReplayBuffer replayBuffer, MessageHistory.Bounds bounds) {
        this.replayBuffer = replayBuffer;
        this.epoch = bounds.epoch();
        this.oldest = bounds.oldest();
    }

    /**
     * Where to begin.
     *
     * @param after the number of the last message that is not heard
     * @param lost why not everything after the position asked for is heard; null if it is
     */
    record Start(long after, @Nullable String lost) {}

    /** Older messages than this are no longer kept. */
    void shrink(long nowOldest) {
        oldest = nowOldest;
    }

    /** Whether the room holds no messages. */
    boolean isEmpty() {
        return oldest > replayBuffer.head();
    }

    Position positionOf(long seq) {
        return new Position(epoch, seq);
    }

    Position head() {
        return positionOf(replayBuffer.head());
    }

    /** Where somebody begins who wants this; the last {@code replay} messages where it cannot be had. */
    Start start(ReplayFrom replayFrom, int replay) {
        if (replayFrom instanceof ReplayFrom.After wanted) {
            String lost = whyNot(wanted.position());
            return new Start(lost == null ? wanted.position().seq() : latest(replay), lost);
        }
        return new Start(latest(replayFrom instanceof ReplayFrom.Last last ? last.messages() : replay), null);
    }

    private long latest(int messages) {
        return Math.max(replayBuffer.head() - messages, oldest - 1);
    }

    private @Nullable String whyNot(Position wanted) {
        if (!wanted.epoch().equals(epoch)) {
            return "other-epoch";
        }
        if (wanted.seq() > replayBuffer.head()) {
            return "ahead";
        }
        return wanted.seq() + 1 < oldest ? "no-longer-kept" : null;
    }
}
