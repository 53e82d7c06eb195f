package dev.parley.protocol;

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
 * <p>Filled from any thread, never blocking. {@link #poll} is confined to whoever writes: one thread at a time, each
 * seeing what the one before did.
 */
public final class OutboundQueue {

    /** So many answers may wait; one more, and the reader is too slow. */
    public static final int MOST_ANSWERS = 1_024;

    /** So many bytes of answers may wait, unless it is a single one. */
    public static final int MOST_ANSWERED = 1 << 20;

    private static final int AT_ONCE = 16;

    private static final AtomicIntegerFieldUpdater<OutboundQueue> WAITING =
            AtomicIntegerFieldUpdater.newUpdater(OutboundQueue.class, "waiting");
    private static final AtomicReferenceFieldUpdater<OutboundQueue, byte @Nullable []> LAST_WORDS =
            AtomicReferenceFieldUpdater.newUpdater(OutboundQueue.class, byte[].class, "lastWords");

    private final Writer writer;
    private volatile Subscription[] subscriptions = {}; // replaced under this lock, never changed
    private final Queue<byte[]> answers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingBytes = new AtomicInteger();

    // Updated in place: whoever writes to thousands looks into each of these for every message.
    private volatile int waiting;
    private volatile @Nullable Supplier<byte[]> offerLatest;
    private volatile byte @Nullable [] lastWords;

    private long taken; // confined to whoever writes
    private volatile long delivered;

    /**
     * An empty one.
     *
     * @param writer whoever takes from it
     */
    public OutboundQueue(Writer writer) {
        this.writer = writer;
    }

    /** Whoever takes what an outbox has. Called from any thread; no method blocks. */
    @FunctionalInterface
    public interface Writer {

        /** There may be something to take. */
        void onFilled();

        /** From now on something may come from this room, about which {@link #onFilled} is called next. */
        default void onSubscribed(Room room) {}

        /** Nothing more comes from this room. */
        default void onUnsubscribed(Room room) {}
    }

    private record Subscription(Cursor cursor, EventEncoder<byte[]> eventEncoder) {}

    /** Frames to be written, in the order they were put in. Used again and again, by one thread at a time. */
    public static final class WriteBatch {
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
    public void subscribe(Cursor cursor, EventEncoder<byte[]> eventEncoder) {
        synchronized (this) {
            Subscription[] more = Arrays.copyOf(subscriptions, subscriptions.length + 1);
            more[subscriptions.length] = new Subscription(cursor, eventEncoder);
            subscriptions = more;
        }
        writer.onSubscribed(cursor.room());
        writer.onFilled();
    }

    /** Takes nothing more from this cursor. */
    public void unsubscribe(Cursor cursor) {
        boolean heard;
        synchronized (this) {
            Subscription[] others = Arrays.stream(subscriptions)
                    .filter(subscription -> subscription.cursor != cursor)
                    .toArray(Subscription[]::new);
            heard = others.length < subscriptions.length;
            subscriptions = others;
        }
        if (heard) {
            writer.onUnsubscribed(cursor.room());
        }
    }

    /** The rooms that are heard now. */
    public List<Room> rooms() {
        return Arrays.stream(subscriptions)
                .map(subscription -> subscription.cursor.room())
                .toList();
    }

    /** There may be something to take from this cursor, if it is heard at all. */
    public void wake(Cursor cursor) {
        for (Subscription subscription : subscriptions) {
            if (subscription.cursor == cursor) {
                writer.onFilled();
                return;
            }
        }
    }

    /** Puts an answer in; false if there are too many. */
    public boolean offer(byte[] frame) {
        int bytes = waitingBytes.addAndGet(frame.length);
        boolean isAlone = bytes == frame.length;
        if (WAITING.incrementAndGet(this) > MOST_ANSWERS || (bytes > MOST_ANSWERED && !isAlone)) {
            WAITING.decrementAndGet(this);
            waitingBytes.addAndGet(-frame.length);
            return false;
        }
        answers.add(frame);
        writer.onFilled();
        return true;
    }

    /** Something of which only the latest counts, made when it can be written. */
    public void offerLatest(Supplier<byte[]> frame) {
        synchronized (this) {
            offerLatest = frame;
        }
        writer.onFilled();
    }

    /** The last that is sent before the connection is closed, which may be nothing. The first call counts, and is told so. */
    public boolean close(byte[] frame) {
        boolean first = LAST_WORDS.compareAndSet(this, null, frame);
        if (first) {
            writer.onFilled();
        }
        return first;
    }

    /** How many events of rooms were taken from it since it was made. Safe from any thread. */
    public long delivered() {
        return delivered;
    }

    /** Whether the end has been ordered. */
    public boolean isClosing() {
        return lastWords != null;
    }

    /**
     * Takes what is to be written next. What people said comes before the receipts for it.
     *
     * @param most about so many bytes; a frame is never cut
     * @param writeBatch what it held is thrown away; left empty if there is nothing
     * @return whether there may be more now; if not, the outbox says when that changes
     */
    public boolean poll(int most, WriteBatch writeBatch) {
        byte[] goodbye = lastWords;
        int answered = waiting;
        Supplier<byte[]> newest = offerLatest == null ? null : pollLatest();
        writeBatch.clear(goodbye != null);
        boolean more = false;
        for (Subscription subscription : subscriptions) {
            more |= poll(subscription, most, writeBatch);
        }
        if (!writeBatch.frames.isEmpty()) {
            taken += writeBatch.frames.size();
            delivered = taken;
        }
        for (int i = 0; i < answered; i++) {
            byte[] answer = answers.poll();
            if (answer != null) {
                WAITING.decrementAndGet(this);
                waitingBytes.addAndGet(-answer.length);
                writeBatch.add(answer);
            }
        }
        if (newest != null) {
            writeBatch.add(newest.get());
        }
        if (goodbye != null && goodbye.length > 0) {
            writeBatch.add(goodbye);
        }
        return more;
    }

    private synchronized @Nullable Supplier<byte[]> pollLatest() {
        Supplier<byte[]> taken = offerLatest;
        offerLatest = null;
        return taken;
    }

    /** Takes from one cursor; says whether it may have more. */
    private static boolean poll(Subscription subscription, int most, WriteBatch writeBatch) {
        while (writeBatch.bytes < most) {
            List<Delivery> deliveries = subscription.cursor.poll(AT_ONCE);
            for (Delivery delivery : deliveries) {
                byte[] frame = delivery.encodedBy(subscription.eventEncoder);
                if (frame != null) {
                    writeBatch.add(frame);
                }
            }
            if (deliveries.size() < AT_ONCE) {
                return false;
            }
        }
        return true;
    }
}
