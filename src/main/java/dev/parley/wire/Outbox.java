package dev.parley.wire;

import dev.parley.room.Cursor;
import dev.parley.room.Delivery;
import dev.parley.room.Narration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
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

    private final Runnable filled;
    private final List<Hearing> hearings = new CopyOnWriteArrayList<>();
    private final Queue<byte[]> answers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger waitingBytes = new AtomicInteger();
    private final AtomicReference<@Nullable Supplier<byte[]>> latest = new AtomicReference<>();
    private final AtomicReference<byte @Nullable []> lastWords = new AtomicReference<>();

    private long taken; // confined to whoever writes
    private volatile long delivered;

    /**
     * An empty one.
     *
     * @param filled called from any thread when there may be something to take; must not block
     */
    public Outbox(Runnable filled) {
        this.filled = filled;
    }

    private static final class Hearing {
        private final Cursor cursor;
        private final Narration<byte[]> narration;
        private final AtomicBoolean dirty = new AtomicBoolean(true);

        private Hearing(Cursor cursor, Narration<byte[]> narration) {
            this.cursor = cursor;
            this.narration = narration;
        }
    }

    /**
     * Frames to be written, in this order.
     *
     * @param bytes how many bytes they have together
     * @param last whether the connection is to be closed behind them
     */
    public record Batch(List<byte[]> frames, int bytes, boolean last) {

        /** Whether there is nothing to do. */
        public boolean isEmpty() {
            return frames.isEmpty() && !last;
        }
    }

    /** From now on takes from this cursor, in these words. */
    public void hear(Cursor cursor, Narration<byte[]> narration) {
        hearings.add(new Hearing(cursor, narration));
        filled.run();
    }

    /** Takes nothing more from this cursor. */
    public void forget(Cursor cursor) {
        hearings.removeIf(hearing -> hearing.cursor == cursor);
    }

    /** There may be something to take from this cursor, if it is heard at all. */
    public void wake(Cursor cursor) {
        for (Hearing hearing : hearings) {
            if (hearing.cursor == cursor) {
                hearing.dirty.set(true);
                filled.run();
                return;
            }
        }
    }

    /** Puts an answer in; false if there are too many. */
    public boolean answer(byte[] frame) {
        int bytes = waitingBytes.addAndGet(frame.length);
        boolean isAlone = bytes == frame.length;
        if (waiting.incrementAndGet() > MOST_ANSWERS || (bytes > MOST_ANSWERED && !isAlone)) {
            waiting.decrementAndGet();
            waitingBytes.addAndGet(-frame.length);
            return false;
        }
        answers.add(frame);
        filled.run();
        return true;
    }

    /** Something of which only the latest counts, made when it can be written. */
    public void latest(Supplier<byte[]> frame) {
        latest.set(frame);
        filled.run();
    }

    /** The last that is sent before the connection is closed, which may be nothing. The first call counts, and is told so. */
    public boolean end(byte[] frame) {
        boolean first = lastWords.compareAndSet(null, frame);
        if (first) {
            filled.run();
        }
        return first;
    }

    /** How many events of rooms were taken from it since it was made. Safe from any thread. */
    public long delivered() {
        return delivered;
    }

    /** Whether the end has been ordered. */
    public boolean isEnding() {
        return lastWords.get() != null;
    }

    /**
     * Takes what is to be written next. What people said comes before the receipts for it.
     *
     * @param most about so many bytes; a frame is never cut
     * @return an empty batch if there is nothing; the outbox says when that changes
     */
    public Batch take(int most) {
        byte[] goodbye = lastWords.get();
        int answered = waiting.get();
        Supplier<byte[]> newest = latest.getAndSet(null);
        List<byte[]> frames = new ArrayList<>();
        int bytes = 0;
        for (Hearing hearing : hearings) {
            // Whoever says goodbye may have spoken in the room just before, and not have come to waking anybody.
            if (bytes < most && (hearing.dirty.getAndSet(false) || goodbye != null)) {
                bytes += take(hearing, most - bytes, frames);
            }
        }
        if (!frames.isEmpty()) {
            taken += frames.size();
            delivered = taken;
        }
        for (int i = 0; i < answered; i++) {
            byte[] answer = answers.poll();
            if (answer != null) {
                waiting.decrementAndGet();
                waitingBytes.addAndGet(-answer.length);
                frames.add(answer);
                bytes += answer.length;
            }
        }
        if (newest != null) {
            byte[] frame = newest.get();
            frames.add(frame);
            bytes += frame.length;
        }
        if (goodbye != null && goodbye.length > 0) {
            frames.add(goodbye);
            bytes += goodbye.length;
        }
        return new Batch(frames, bytes, goodbye != null);
    }

    private static int take(Hearing hearing, int most, List<byte[]> frames) {
        int bytes = 0;
        while (bytes < most) {
            List<Delivery> deliveries = hearing.cursor.take(AT_ONCE);
            if (deliveries.isEmpty()) {
                return bytes;
            }
            for (Delivery delivery : deliveries) {
                byte[] frame = delivery.as(hearing.narration);
                if (frame != null) {
                    frames.add(frame);
                    bytes += frame.length;
                }
            }
        }
        hearing.dirty.set(true);
        return bytes;
    }
}
