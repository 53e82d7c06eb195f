package dev.parley.room;

import org.jspecify.annotations.Nullable;

/**
 * How far back a room can be heard, and where somebody who joins begins to hear. Confined to the room's lane.
 */
final class Reach {

    private final Tail tail;
    private final String epoch;
    private long oldest;

    Reach(Tail tail, History.Extent extent) {
        this.tail = tail;
        this.epoch = extent.epoch();
        this.oldest = extent.oldest();
    }

    /**
     * Where to begin.
     *
     * @param after the number of the last message that is not heard
     * @param lost why not everything after the position asked for is heard; null if it is
     */
    record Beginning(long after, @Nullable String lost) {}

    /** Older messages than this are no longer kept. */
    void shrink(long nowOldest) {
        oldest = nowOldest;
    }

    /** Whether the room holds no messages. */
    boolean isBlank() {
        return oldest > tail.head();
    }

    Position at(long seq) {
        return new Position(epoch, seq);
    }

    Position head() {
        return at(tail.head());
    }

    /** Where somebody begins who wants this; the last {@code replay} messages where it cannot be had. */
    Beginning begin(Since since, int replay) {
        if (since instanceof Since.After wanted) {
            String lost = whyNot(wanted.position());
            return new Beginning(lost == null ? wanted.position().seq() : latest(replay), lost);
        }
        return new Beginning(latest(since instanceof Since.Last last ? last.messages() : replay), null);
    }

    private long latest(int messages) {
        return Math.max(tail.head() - messages, oldest - 1);
    }

    private @Nullable String whyNot(Position wanted) {
        if (!wanted.epoch().equals(epoch)) {
            return "other-epoch";
        }
        if (wanted.seq() > tail.head()) {
            return "ahead";
        }
        return wanted.seq() + 1 < oldest ? "no-longer-kept" : null;
    }
}
