package dev.parley.chat.room;

import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The stored messages of one room, and the window of them that can be replayed. Confined to the room's executor, except for
 * {@link #page} and {@link #pageBefore}, which any thread may call. Every method may block on the database.
 */
final class RoomHistory {

    /** The number of messages that the replay buffer gets from the history when the room opens. */
    private static final int RECENT = 500;

    private final RoomName name;
    private final MessageHistory history;
    private final ReplayBuffer buffer;
    private final ChatMetrics metrics;
    private @Nullable HistoryWindow window; // null until the history is open

    RoomHistory(RoomName name, MessageHistory history, ReplayBuffer buffer, ChatMetrics metrics) {
        this.name = name;
        this.history = history;
        this.buffer = buffer;
        this.metrics = metrics;
    }

    /**
     * Opens the history and fills the replay buffer, unless that is done.
     *
     * @return the stored topic, if the history was opened by this call
     * @throws StorageException if it cannot be read
     */
    Optional<String> openIfClosed() {
        if (window != null) {
            return Optional.empty();
        }
        MessageHistory.Bounds bounds = history.open(name);
        history.before(name, Long.MAX_VALUE, RECENT).messages().forEach(buffer::add);
        buffer.start(bounds.head());
        window = new HistoryWindow(buffer, bounds);
        return Optional.of(bounds.topic());
    }

    /** Returns the window; the history is open. */
    HistoryWindow window() {
        if (window == null) {
            throw new IllegalStateException("The history of room " + name.text() + " is not open.");
        }
        return window;
    }

    /** Removes from the window the messages that the history has deleted. */
    void shrink() {
        window().shrink(history.open(name).oldest());
    }

    /** Stores drafts in one transaction. */
    List<MessageHistory.AppendedDraft> append(List<MessageDraft> messageDrafts) {
        long began = System.nanoTime();
        List<MessageHistory.AppendedDraft> appended = history.append(name, messageDrafts);
        metrics.committed(messageDrafts.size(), System.nanoTime() - began);
        return appended;
    }

    /**
     * Deletes the room's row if it has no messages. The next task opens the history again, with a new epoch.
     *
     * @return whether the row was deleted
     */
    boolean deleteIfEmpty() {
        MessageHistory.Bounds bounds = history.open(name);
        boolean empty = bounds.oldest() > bounds.head();
        if (empty) {
            history.deleteRoom(name);
            window = null;
        }
        return empty;
    }

    /** Reads messages after a sequence number. */
    MessageHistory.Page page(long after, long until, int rows) {
        metrics.historyPageRead();
        return history.after(name, after, until, rows);
    }

    /** Reads the last messages before a sequence number. */
    MessageHistory.Page pageBefore(long seq, int messages) {
        metrics.historyPageRead();
        return history.before(name, seq, messages);
    }

    /** Reads the last messages before a position; none if the position belongs to another epoch. */
    MessageHistory.Page pageBefore(Position position, int messages) {
        MessageHistory.Bounds bounds = history.open(name);
        return bounds.epoch().equals(position.epoch())
                ? pageBefore(position.seq(), messages)
                : new MessageHistory.Page(List.of(), bounds.oldest());
    }
}
