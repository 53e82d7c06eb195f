package dev.parley.chat.room;

import dev.parley.text.Position;
import org.jspecify.annotations.Nullable;

/** The range of messages that can be replayed, and the start of a replay in it. Confined to the room's executor. */
final class HistoryWindow {

    private final ReplayBuffer buffer;
    private final String epoch;
    private long oldest;

    HistoryWindow(ReplayBuffer buffer, MessageHistory.Bounds bounds) {
        this.buffer = buffer;
        this.epoch = bounds.epoch();
        this.oldest = bounds.oldest();
    }

    /**
     * The start of a replay.
     *
     * @param after the sequence number before the first replayed message
     * @param lost the reason why messages after the requested position are missing; null if none are
     */
    record Start(long after, @Nullable String lost) {}

    /** Removes messages that the history has deleted; bounds of another epoch or from before are ignored. */
    void shrink(MessageHistory.Bounds bounds) {
        if (hasEpoch(bounds.epoch())) {
            oldest = Math.max(oldest, bounds.oldest());
        }
    }

    boolean hasEpoch(String other) {
        return epoch.equals(other);
    }

    /** Returns whether a start is before the head, so that it can be judged without a look into the history. */
    boolean covers(ReplayFrom replayFrom) {
        return !(replayFrom instanceof ReplayFrom.After wanted)
                || (hasEpoch(wanted.position().epoch()) && wanted.position().seq() <= buffer.head());
    }

    /** Returns whether the room has no messages. */
    boolean isEmpty() {
        return oldest > buffer.head();
    }

    Position positionOf(long seq) {
        return new Position(epoch, seq);
    }

    Position head() {
        return positionOf(buffer.head());
    }

    /** Returns the start for a request; the last {@code replay} messages if it cannot be met. */
    Start start(ReplayFrom replayFrom, int replay) {
        if (replayFrom instanceof ReplayFrom.After wanted) {
            String lost = whyNot(wanted.position());
            return new Start(lost == null ? wanted.position().seq() : latest(replay), lost);
        }
        return new Start(latest(replayFrom instanceof ReplayFrom.Last last ? last.messages() : replay), null);
    }

    private long latest(int messages) {
        return Math.max(buffer.beforeLast(messages), oldest - 1);
    }

    private @Nullable String whyNot(Position wanted) {
        if (!hasEpoch(wanted.epoch())) {
            return "other-epoch";
        }
        if (wanted.seq() > buffer.head()) {
            return "ahead";
        }
        return wanted.seq() + 1 < oldest ? "no-longer-kept" : null;
    }
}
