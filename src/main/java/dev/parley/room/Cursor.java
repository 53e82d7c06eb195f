package dev.parley.room;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A reader's place in a room: the one way out, for replay, live and slow readers alike. Nothing is queued for a reader;
 * what it has not taken stays on the room's tail, or else in the history, from where it comes page by page.
 *
 * <p>{@link #take} is confined to the reader: one thread at a time, each seeing what the one before did. It never
 * blocks. The reader takes until it gets nothing, and is then woken when there is more.
 */
public final class Cursor {

    private static final int ROWS = 500;

    private final Room room;
    private final Subscriber subscriber;
    private final Executor pages;

    private volatile @Nullable Start start;
    private volatile boolean closed;

    // Confined to the reader.
    private @Nullable Start following;
    private @Nullable Fetching fetching;
    private long seq;
    private long next;
    private boolean beginningAgain;

    Cursor(Room room, Subscriber subscriber, Executor pages) {
        this.room = room;
        this.subscriber = subscriber;
        this.pages = pages;
    }

    /** Where to begin, decided on the room's lane; each is another beginning, also with the same values. */
    static final class Start {
        private final Delivery welcome;
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

    /** A page of history that was asked for. */
    private static final class Fetching {
        private final long after;
        private volatile History.@Nullable Page page;

        private Fetching(long after) {
            this.after = after;
        }

        private @Nullable Delivery message(long seq) {
            History.Page here = page;
            if (here == null || here.messages().isEmpty()) {
                return null;
            }
            long offset = seq - here.messages().get(0).position().seq();
            return offset >= 0 && offset < here.messages().size()
                    ? Delivery.of(here.messages().get((int) offset), -1)
                    : null;
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
     * @return nothing if there is nothing now; the subscriber is woken when that changes
     */
    public List<Delivery> take(int most) {
        Start begin = start;
        if (begin == null || closed) {
            return List.of();
        }
        List<Delivery> taken = new ArrayList<>();
        if (begin != following) {
            follow(begin);
            taken.add(begin.welcome);
        }
        if (replay(taken, begin.until, most)) {
            live(taken, most);
        }
        return taken;
    }

    /** Begins, or begins again, here. Called on the room's lane. */
    void begin(Start at) {
        start = at;
    }

    /** Nothing more is wanted. Safe from any thread. */
    void close() {
        closed = true;
    }

    /** Whether nothing more is wanted. */
    boolean isClosed() {
        return closed;
    }

    /** Wakes the reader. */
    void wake() {
        subscriber.wake(this);
    }

    private void follow(Start begin) {
        following = begin;
        seq = begin.after;
        next = begin.index;
        fetching = null;
        beginningAgain = false;
    }

    /** Takes what stands before the tail's part; says whether that is all taken. */
    private boolean replay(List<Delivery> taken, long until, int most) {
        while (seq < until && taken.size() < most) {
            Delivery delivery = stored(seq + 1);
            if (delivery == null) {
                fetch(until);
                return false;
            }
            taken.add(delivery);
            seq++;
        }
        return seq >= until;
    }

    private void live(List<Delivery> taken, int most) {
        while (taken.size() < most) {
            Delivery delivery = room.tail().at(next);
            if (delivery == null) {
                if (next < room.tail().end()) {
                    beginAgain();
                }
                return;
            }
            taken.add(delivery);
            next++;
            seq = delivery.place();
        }
    }

    private @Nullable Delivery stored(long wanted) {
        Delivery recent = room.tail().said(wanted);
        return recent != null || fetching == null ? recent : fetching.message(wanted);
    }

    private void fetch(long until) {
        if (fetching == null || (fetching.page != null && fetching.after != seq)) {
            Fetching asked = new Fetching(seq);
            fetching = asked;
            try {
                pages.execute(() -> read(asked, until));
            } catch (RejectedExecutionException full) {
                subscriber.farewell(Farewell.storageFailed());
            }
        } else if (fetching.page != null) {
            // The page is here and what comes next is not in it: it is no longer kept, which must be said.
            beginAgain();
        }
    }

    private void read(Fetching asked, long until) {
        if (closed) {
            return;
        }
        try {
            asked.page = room.page(asked.after, until, ROWS);
        } catch (StorageException broken) {
            subscriber.farewell(Farewell.storageFailed());
            return;
        }
        wake();
    }

    private void beginAgain() {
        if (!beginningAgain) {
            beginningAgain = true;
            room.placeAgain(this, seq);
        }
    }
}
