package dev.parley.chat.room;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The position of a reader in a room: the one way out, for replay, live and slow readers alike. A reader has no queue;
 * deliveries that it has not polled stay in the replay buffer, or in the history, from which they are read page by
 * page.
 *
 * <p>{@link #poll} is confined to the reader: one thread at a time, and each sees the writes of the one before. It
 * never blocks. A reader polls until it gets fewer deliveries than it asked for; then its subscriber is woken when
 * there are more.
 */
public final class Cursor {

    private static final int ROWS = 500;

    private static final AtomicLongFieldUpdater<Cursor> PROGRESS =
            AtomicLongFieldUpdater.newUpdater(Cursor.class, "progress");

    private final Room room;
    private final Subscriber subscriber;
    private final Executor pages;

    private volatile @Nullable Start start;
    private volatile boolean closed;
    private @Nullable Waker waker; // confined to the room's executor

    // Confined to the reader.
    private @Nullable Start following;
    private @Nullable HistoryRead historyRead;
    private long until;
    private long seq;
    private long next;
    private boolean beginningAgain;

    // next less the messages still to be replayed, for lag(); written once per poll
    private volatile long progress = Long.MIN_VALUE;

    Cursor(Room room, Subscriber subscriber, Executor pages) {
        this.room = room;
        this.subscriber = subscriber;
        this.pages = pages;
    }

    /**
     * The start of a replay, decided on the room's executor. Each instance is a start of its own, even with equal
     * values.
     */
    static final class Start {
        private @Nullable Delivery welcome; // used by the reader, which then drops it, as it names many users
        private final long after;
        private final long until;
        private final long index;

        /**
         * Creates a start.
         *
         * @param welcome the first delivery
         * @param after the sequence number before the first message
         * @param until the last sequence number before {@code index}
         * @param index the index in the replay buffer at which live deliveries begin
         */
        Start(Delivery welcome, long after, long until, long index) {
            this.welcome = welcome;
            this.after = after;
            this.until = until;
            this.index = index;
        }
    }

    /** A page of history that was requested and may not have arrived. */
    private static final class HistoryRead {
        private final long after;
        private volatile MessageHistory.@Nullable Page page;

        private HistoryRead(long after) {
            this.after = after;
        }
    }

    /** Returns the room. */
    public Room room() {
        return room;
    }

    /** Returns the reader. */
    Subscriber subscriber() {
        return subscriber;
    }

    /**
     * Polls the next deliveries, in order, as far as they are available.
     *
     * @param most about how many deliveries to return, at least 1
     * @return fewer than requested if there are no more now; the subscriber is woken when that changes
     */
    public List<Delivery> poll(int most) {
        Start begin = start;
        if (begin == null || closed) {
            return List.of();
        }
        if (begin == following && seq >= until && isAtEnd()) {
            return List.of();
        }
        List<Delivery> taken = new ArrayList<>(1);
        if (begin != following) {
            follow(begin, taken);
        }
        // Nothing is polled before the room has placed the cursor again, as it would be delivered twice.
        if (!beginningAgain && replay(taken, most)) {
            live(taken, most);
        }
        // Not a volatile write, which would cost a memory fence: a scrape may see it a moment later.
        PROGRESS.lazySet(this, next - Math.max(0, until - seq));
        return taken;
    }

    /** Starts or restarts at a position. Called on the room's executor. */
    void start(Start at) {
        start = at;
    }

    /**
     * Returns how many deliveries the reader has yet to take, messages to be replayed included; 0 before the room has
     * placed the cursor and after {@link #close}. A snapshot; thread-safe.
     */
    public long lag() {
        Start begin = start;
        if (begin == null || closed) {
            return 0;
        }
        // The later of both: the reader may not have taken anything since the room placed the cursor.
        long taken = Math.max(progress, begin.index - (begin.until - begin.after));
        return Math.max(0, room.replayBuffer().end() - taken);
    }

    /** Closes the cursor. Thread-safe. */
    void close() {
        closed = true;
    }

    /** Returns whether the cursor is closed. Thread-safe. */
    public boolean isClosed() {
        return closed;
    }

    /** Returns the waker to call when the room has new deliveries. Called on the room's executor. */
    Waker waker() {
        if (waker == null) {
            waker = subscriber.waker(this);
        }
        return waker;
    }

    /** Wakes this reader only. */
    void wake() {
        subscriber.wake(this);
    }

    private void follow(Start begin, List<Delivery> taken) {
        following = begin;
        if (begin.welcome != null) {
            taken.add(begin.welcome);
            begin.welcome = null;
        }
        until = begin.until;
        seq = begin.after;
        next = begin.index;
        historyRead = null;
        beginningAgain = false;
    }

    /** Polls messages before the replay buffer; returns whether all of them are polled. */
    private boolean replay(List<Delivery> taken, int most) {
        while (seq < until && taken.size() < most) {
            Delivery delivery = room.replayBuffer().messageAt(seq + 1);
            if (delivery == null) {
                delivery = fetched();
            }
            if (delivery == null) {
                return false;
            }
            taken.add(delivery);
            seq++;
        }
        return seq >= until;
    }

    private boolean isAtEnd() {
        return next >= room.replayBuffer().end();
    }

    private void live(List<Delivery> taken, int most) {
        while (taken.size() < most) {
            Delivery delivery = room.replayBuffer().at(next);
            if (delivery == null && !isAtEnd()) {
                // The delivery was added between the two reads, or it is overwritten.
                delivery = room.replayBuffer().at(next);
                if (delivery == null) {
                    beginAgain();
                }
            }
            if (delivery == null) {
                return;
            }
            taken.add(delivery);
            next++;
            seq = delivery.position();
        }
    }

    /** Returns the next message from the history if its page has arrived; requests the page otherwise. */
    private @Nullable Delivery fetched() {
        HistoryRead pageRead = historyRead;
        if (pageRead == null) {
            fetch();
            return null;
        }
        // Read once: a page that arrives meanwhile is for the next poll, which its arrival causes.
        MessageHistory.Page page = pageRead.page;
        if (page == null) {
            return null;
        }
        int offset = (int) (seq - pageRead.after);
        if (offset < page.messages().size()
                && page.messages().get(offset).position().seq() == seq + 1) {
            return Delivery.of(page.messages().get(offset));
        }
        if (offset == 0) {
            // The page starts later: messages in between are deleted, which the reader must learn.
            beginAgain();
        } else {
            fetch();
        }
        return null;
    }

    private void fetch() {
        HistoryRead pageRead = new HistoryRead(seq);
        long last = until;
        historyRead = pageRead;
        try {
            pages.execute(() -> read(pageRead, last));
        } catch (RejectedExecutionException ignored) {
            subscriber.disconnect(DisconnectReason.storageFailed());
        }
    }

    private void read(HistoryRead pageRead, long last) {
        if (closed) {
            return;
        }
        try {
            pageRead.page = room.readPage(pageRead.after, last, ROWS);
        } catch (StorageException ignored) {
            subscriber.disconnect(DisconnectReason.storageFailed());
            return;
        }
        wake();
    }

    private void beginAgain() {
        if (!beginningAgain) {
            beginningAgain = true;
            room.reposition(this, seq);
        }
    }
}
