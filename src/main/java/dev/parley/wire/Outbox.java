package dev.parley.wire;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.EventEncoder;
import dev.parley.chat.room.Room;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one connection has still to be sent. Room traffic is not in it: it knows the cursors that may have something, and
 * takes from them when the connection can write. In it are only answers, of which there may be {@value #MOST_ANSWERS},
 * and so many bytes of them as {@link #MOST_ANSWERED} says.
 *
 * <p>Filled from any thread, never blocking. {@link #take} is confined to whoever writes: one thread at a time, each
 * seeing what the one before did.
 */
public final class Outbox {

    /** So many answers may wait; one more, and the reader is too slow. */
    public static final int MOST_ANSWERS = 1_024;

    /** So many bytes of answers may wait, unless it is a single one. */
    public static final int MOST_ANSWERED = 1 << 20;

    private static final int AT_ONCE = 16;

    private static final AtomicIntegerFieldUpdater<Outbox> WAITING =
            AtomicIntegerFieldUpdater.newUpdater(Outbox.class, "waiting");
    private static final AtomicReferenceFieldUpdater<Outbox, byte @Nullable []> LAST_WORDS =
            AtomicReferenceFieldUpdater.newUpdater(Outbox.class, byte[].class, "lastWords");

    private final Writer writer;
    private volatile Hearing[] hearings = {}; // replaced under this lock, never changed
    private final Queue<byte[]> answers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingBytes = new AtomicInteger();

    // Updated in place: whoever writes to thousands looks into each of these for every message.
    private volatile int waiting;
    private volatile @Nullable Supplier<byte[]> latest;
    private volatile byte @Nullable [] lastWords;

    private long taken; // confined to whoever writes
    private volatile long delivered;

    /**
     * An empty one.
     *
     * @param writer whoever takes from it
     */
    public Outbox(Writer writer) {
        this.writer = writer;
    }

    /** Whoever takes what an outbox has. Called from any thread; no method blocks. */
    @FunctionalInterface
    public interface Writer {

        /** There may be something to take. */
        void filled();

        /** From now on something may come from this room, about which {@link #filled} is called next. */
        default void hears(Room room) {}

        /** Nothing more comes from this room. */
        default void forgets(Room room) {}
    }

    private record Hearing(Cursor cursor, EventEncoder<byte[]> eventEncoder) {}

    /** Frames to be written, in the order they were put in. Used again and again, by one thread at a time. */
    public static final class Batch {
        private final List<byte[]> frames = new ArrayList<>();
        private int bytes;
        private boolean last;

        /** The frames, until the batch is filled again. */
        public List<byte[]> frames() {
            return frames;
        }

        /** How many bytes they have together. */
        public int bytes() {
            return bytes;
        }

        /** Whether the connection is to be closed behind them. */
        public boolean last() {
            return last;
        }

        /** Whether there is nothing to do. */
        public boolean isEmpty() {
            return frames.isEmpty() && !last;
        }

        private void clear(boolean ending) {
            frames.clear();
            bytes = 0;
            last = ending;
        }

        private void add(byte[] frame) {
            frames.add(frame);
            bytes += frame.length;
        }
    }

    /** From now on takes from this cursor, in these words. */
    public void hear(Cursor cursor, EventEncoder<byte[]> eventEncoder) {
        synchronized (this) {
            Hearing[] more = Arrays.copyOf(hearings, hearings.length + 1);
            more[hearings.length] = new Hearing(cursor, eventEncoder);
            hearings = more;
        }
        writer.hears(cursor.room());
        writer.filled();
    }

    /** Takes nothing more from this cursor. */
    public void forget(Cursor cursor) {
        boolean heard;
        synchronized (this) {
            Hearing[] others = Arrays.stream(hearings)
                    .filter(hearing -> hearing.cursor != cursor)
                    .toArray(Hearing[]::new);
            heard = others.length < hearings.length;
            hearings = others;
        }
        if (heard) {
            writer.forgets(cursor.room());
        }
    }

    /** The rooms that are heard now. */
    public List<Room> rooms() {
        return Arrays.stream(hearings).map(hearing -> hearing.cursor.room()).toList();
    }

    /** There may be something to take from this cursor, if it is heard at all. */
    public void wake(Cursor cursor) {
        for (Hearing hearing : hearings) {
            if (hearing.cursor == cursor) {
                writer.filled();
                return;
            }
        }
    }

    /** Puts an answer in; false if there are too many. */
    public boolean answer(byte[] frame) {
        int bytes = waitingBytes.addAndGet(frame.length);
        boolean isAlone = bytes == frame.length;
        if (WAITING.incrementAndGet(this) > MOST_ANSWERS || (bytes > MOST_ANSWERED && !isAlone)) {
            WAITING.decrementAndGet(this);
            waitingBytes.addAndGet(-frame.length);
            return false;
        }
        answers.add(frame);
        writer.filled();
        return true;
    }

    /** Something of which only the latest counts, made when it can be written. */
    public void latest(Supplier<byte[]> frame) {
        synchronized (this) {
            latest = frame;
        }
        writer.filled();
    }

    /** The last that is sent before the connection is closed, which may be nothing. The first call counts, and is told so. */
    public boolean end(byte[] frame) {
        boolean first = LAST_WORDS.compareAndSet(this, null, frame);
        if (first) {
            writer.filled();
        }
        return first;
    }

    /** How many events of rooms were taken from it since it was made. Safe from any thread. */
    public long delivered() {
        return delivered;
    }

    /** Looks at what a take will look at, and changes nothing; says nothing of worth. */
    public int look() {
        int seen = waiting;
        for (Hearing hearing : hearings) {
            if (hearing.cursor.isClosed()) {
                seen++;
            }
        }
        return seen;
    }

    /** Whether the end has been ordered. */
    public boolean isEnding() {
        return lastWords != null;
    }

    /**
     * Takes what is to be written next. What people said comes before the receipts for it.
     *
     * @param most about so many bytes; a frame is never cut
     * @param batch what it held is thrown away; left empty if there is nothing
     * @return whether there may be more now; if not, the outbox says when that changes
     */
    public boolean take(int most, Batch batch) {
        byte[] goodbye = lastWords;
        int answered = waiting;
        Supplier<byte[]> newest = latest == null ? null : takeLatest();
        batch.clear(goodbye != null);
        boolean more = false;
        for (Hearing hearing : hearings) {
            more |= take(hearing, most, batch);
        }
        if (!batch.frames.isEmpty()) {
            taken += batch.frames.size();
            delivered = taken;
        }
        for (int i = 0; i < answered; i++) {
            byte[] answer = answers.poll();
            if (answer != null) {
                WAITING.decrementAndGet(this);
                waitingBytes.addAndGet(-answer.length);
                batch.add(answer);
            }
        }
        if (newest != null) {
            batch.add(newest.get());
        }
        if (goodbye != null && goodbye.length > 0) {
            batch.add(goodbye);
        }
        return more;
    }

    private synchronized @Nullable Supplier<byte[]> takeLatest() {
        Supplier<byte[]> taken = latest;
        latest = null;
        return taken;
    }

    /** Takes from one cursor; says whether it may have more. */
    private static boolean take(Hearing hearing, int most, Batch batch) {
        while (batch.bytes < most) {
            List<Delivery> deliveries = hearing.cursor.poll(AT_ONCE);
            for (Delivery delivery : deliveries) {
                byte[] frame = delivery.encodedBy(hearing.eventEncoder);
                if (frame != null) {
                    batch.add(frame);
                }
            }
            if (deliveries.size() < AT_ONCE) {
                return false;
            }
        }
        return true;
    }
}
