package dev.parley.chat.room;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A reader's place in a room: the one way out, for replay, live and slow readers alike. Nothing is queued for a reader;
 * what it has not taken stays on the room's tail, or else in the history, from where it comes page by page.
 *
 * <p>{@link #poll} is confined to the reader: one thread at a time, each seeing what the one before did. It never
 * blocks. The reader takes until it gets less than it asked for, and is then woken when there is more.
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
    private @Nullable Waker waker; // confined to the room's lane

    // Confined to the reader.
    private @Nullable Start following;
    private @Nullable HistoryRead historyRead;
    private long until;
    private long seq;
    private long next;
    private boolean beginningAgain;

    // next less the messages still to be replayed, for lag(); written once per take.
    private volatile long progress = Long.MIN_VALUE;

    Cursor(Room room, Subscriber subscriber, Executor pages) {
        this.room = room;
        this.subscriber = subscriber;
        this.pages = pages;
    }

    /** Where to begin, decided on the room's lane; each is another beginning, also with the same values. */
    static final class Start {
        private @Nullable Delivery welcome; // the reader's, who lets go of it: it names many people
        private final long after;
        private final long until;
        private final long index;

        /**
         * A beginning.
         *
         * @param welcome heard first
         * @param after the number of the last message that is not wanted
         * @param until the messages up to this number stand before {@code index}
         * @param index where on the tail all that comes later begins
         */
        Start(Delivery welcome, long after, long until, long index) {
            this.welcome = welcome;
            this.after = after;
            this.until = until;
            this.index = index;
        }
    }

    /** A page of history that was asked for, and has come or not. */
    private static final class HistoryRead {
        private final long after;
        private volatile MessageHistory.@Nullable Page page;

        private HistoryRead(long after) {
            this.after = after;
        }
    }

    /** The room this is a place in. */
    public Room room() {
        return room;
    }

    /**
     * Takes what comes next, in order, as far as it is at hand.
     *
     * @param most about so many, at least 1
     * @return fewer than asked for if there is no more now; the subscriber is woken when that changes
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
        // Until it is known where to begin again, nothing is taken that would be taken again from there.
        if (!beginningAgain && replay(taken, most)) {
            live(taken, most);
        }
        // Not a volatile write, which would cost a memory fence: a scrape may see it a moment later.
        PROGRESS.lazySet(this, next - Math.max(0, until - seq));
        return taken;
    }

    /** Begins, or begins again, here. Called on the room's lane. */
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

    /** Nothing more is wanted. Safe from any thread. */
    void close() {
        closed = true;
    }

    /** Whether nothing more is wanted. Safe from any thread. */
    public boolean isClosed() {
        return closed;
    }

    /** Who is told that the room has something new. Called on the room's lane. */
    Waker waker() {
        if (waker == null) {
            waker = subscriber.waker(this);
        }
        return waker;
    }

    /** Wakes the reader, and nobody else. */
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

    /** Takes what stands before the tail's part; says whether that is all taken. */
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
                // It has come between the two looks, or else it is overwritten.
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

    /** The next message out of the history, if its page is here; else sees to it that it comes. */
    private @Nullable Delivery fetched() {
        HistoryRead asked = historyRead;
        if (asked == null) {
            fetch();
            return null;
        }
        // Looked at once: a page that comes while this goes on is for the next time, which its coming brings about.
        MessageHistory.Page page = asked.page;
        if (page == null) {
            return null;
        }
        int offset = (int) (seq - asked.after);
        if (offset < page.messages().size()
                && page.messages().get(offset).position().seq() == seq + 1) {
            return Delivery.of(page.messages().get(offset));
        }
        if (offset == 0) {
            // The page begins further on: what comes next is no longer kept, which must be said.
            beginAgain();
        } else {
            fetch();
        }
        return null;
    }

    private void fetch() {
        HistoryRead asked = new HistoryRead(seq);
        long last = until;
        historyRead = asked;
        try {
            pages.execute(() -> read(asked, last));
        } catch (RejectedExecutionException ignored) {
            subscriber.disconnect(DisconnectReason.storageFailed());
        }
    }

    private void read(HistoryRead asked, long last) {
        if (closed) {
            return;
        }
        try {
            asked.page = room.readPage(asked.after, last, ROWS);
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
