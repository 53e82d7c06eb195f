package dev.parley.chat.room;

import dev.parley.text.Position;
import java.util.ArrayList;
import java.util.List;
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
 *
 * <p>Other threads set only the start and the closed mark. The state is confined to the reader, and all transitions
 * happen in {@code poll}, which begins with the first two rows of the table.
 *
 * <table>
 *   <caption>Transitions</caption>
 *   <tr><th>state</th><th>condition</th><th>next state</th></tr>
 *   <tr><td>any</td><td>{@link #close} was called</td><td>CLOSED, which is final</td></tr>
 *   <tr><td>any but CLOSED</td><td>the room has set a new start</td>
 *       <td>REPLAYING, or LIVE if there is nothing to replay</td></tr>
 *   <tr><td>UNPLACED, REPOSITIONING</td><td>no other</td><td></td></tr>
 *   <tr><td>REPLAYING</td><td>the last message to be replayed is polled</td><td>LIVE</td></tr>
 *   <tr><td>REPLAYING</td><td>the next message is neither in the buffer nor in the page</td>
 *       <td>WAITING_FOR_PAGE</td></tr>
 *   <tr><td>WAITING_FOR_PAGE</td><td>the next message is in the page, which has arrived, or in the buffer</td>
 *       <td>REPLAYING</td></tr>
 *   <tr><td>WAITING_FOR_PAGE</td><td>the page begins after the next message, which is deleted</td>
 *       <td>REPOSITIONING</td></tr>
 *   <tr><td>REPLAYING, WAITING_FOR_PAGE</td><td>the next message is of another epoch</td>
 *       <td>REPOSITIONING</td></tr>
 *   <tr><td>LIVE</td><td>the next delivery is overwritten</td><td>REPOSITIONING</td></tr>
 * </table>
 */
public final class Cursor {

    /** The states of the reader. */
    enum State {
        /** The room has not placed the cursor. */
        UNPLACED,
        /** Messages before the live deliveries are polled, from the replay buffer or a page of the history. */
        REPLAYING,
        /** The next message is in a page of the history that was requested. */
        WAITING_FOR_PAGE,
        /** Deliveries are polled from the replay buffer, as they are added. */
        LIVE,
        /** The room was asked for a new start. Nothing is polled until then, as it would be delivered twice. */
        REPOSITIONING,
        /** Nothing is polled any more. */
        CLOSED
    }

    private static final int ROWS = 500;

    private static final AtomicLongFieldUpdater<Cursor> PROGRESS =
            AtomicLongFieldUpdater.newUpdater(Cursor.class, "progress");

    private final Room room;
    private final Subscriber subscriber;

    private volatile @Nullable Start start;
    private volatile boolean closed;
    private @Nullable Waker waker; // confined to the room's executor

    // Confined to the reader.
    private State state = State.UNPLACED;
    private @Nullable Start following;
    private @Nullable HistoryRead historyRead;
    private long until;
    private long seq;
    private long next;

    // next less the messages still to be replayed, for lag(); written once per poll
    private volatile long progress = Long.MIN_VALUE;

    Cursor(Room room, Subscriber subscriber) {
        this.room = room;
        this.subscriber = subscriber;
    }

    /**
     * The start of a replay, decided on the room's executor. Each instance is a start of its own, even with equal
     * values.
     */
    static final class Start {
        private @Nullable Delivery welcome; // used by the reader, which then drops it, as it names many users
        private final String epoch;
        private final long after;
        private final long until;
        private final long index;

        /**
         * Creates a start.
         *
         * @param welcome the first delivery
         * @param after the position before the first message
         * @param until the last sequence number before {@code index}
         * @param index the index in the replay buffer at which live deliveries begin
         */
        Start(Delivery welcome, Position after, long until, long index) {
            this.welcome = welcome;
            this.epoch = after.epoch();
            this.after = after.seq();
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

    /** Disconnects the reader, whose messages cannot be read. */
    void disconnect() {
        subscriber.disconnect(DisconnectReason.storageFailed());
    }

    /**
     * Polls the next deliveries, in order, as far as they are available.
     *
     * @param most about how many deliveries to return, at least 1
     * @return fewer than requested if there are no more now; the subscriber is woken when that changes
     */
    public List<Delivery> poll(int most) {
        if (closed) {
            state = State.CLOSED;
            return List.of();
        }
        Start begin = start;
        if (begin == null) {
            return List.of();
        }
        if (begin == following && state == State.LIVE && isAtEnd()) {
            return List.of();
        }
        List<Delivery> taken = new ArrayList<>(1);
        if (begin != following) {
            follow(begin, taken);
        }
        if (state == State.REPLAYING || state == State.WAITING_FOR_PAGE) {
            replay(taken, most);
        }
        if (state == State.LIVE) {
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
        state = seq < until ? State.REPLAYING : State.LIVE;
    }

    /** Returns the state after the last poll. Confined to the reader. */
    State state() {
        return state;
    }

    /** Polls messages before the live deliveries. */
    private void replay(List<Delivery> taken, int most) {
        while (seq < until && taken.size() < most) {
            Delivery delivery = room.replayBuffer().entryAt(seq + 1);
            if (delivery == null) {
                delivery = fetched();
            }
            if (delivery == null) {
                return;
            }
            if (!isOfThisEpoch(delivery)) {
                beginAgain();
                return;
            }
            taken.add(delivery);
            seq++;
        }
        if (seq < until) {
            state = State.REPLAYING;
        } else {
            state = State.LIVE;
            historyRead = null;
        }
    }

    /** Returns whether the room has the same history as at the start; sequence numbers of another have no relation. */
    private boolean isOfThisEpoch(Delivery message) {
        return following != null
                && message.event() instanceof RoomEvent.Logged logged
                && logged.entry().position().epoch().equals(following.epoch);
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

    /** Returns the next message from the history if its page has arrived; changes the state otherwise. */
    private @Nullable Delivery fetched() {
        HistoryRead pageRead = historyRead;
        if (pageRead == null) {
            fetch();
            return null;
        }
        // Read once: a page that arrives meanwhile is for the next poll, which its arrival causes.
        MessageHistory.Page page = pageRead.page;
        if (page == null) {
            state = State.WAITING_FOR_PAGE;
            return null;
        }
        int offset = (int) (seq - pageRead.after);
        if (offset < page.entries().size()
                && page.entries().get(offset).position().seq() == seq + 1) {
            return Delivery.of(page.entries().get(offset));
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
        historyRead = pageRead;
        state = State.WAITING_FOR_PAGE;
        room.readPage(seq, until, ROWS).whenComplete((page, failure) -> {
            if (failure == null) {
                pageRead.page = page;
                wake();
            } else {
                subscriber.disconnect(DisconnectReason.storageFailed());
            }
        });
    }

    private void beginAgain() {
        state = State.REPOSITIONING;
        if (following != null) {
            room.reposition(this, new Position(following.epoch, seq));
        }
    }
}
