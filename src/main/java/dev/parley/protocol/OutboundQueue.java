package dev.parley.protocol;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.EventEncoder;
import dev.parley.chat.room.Room;
import dev.parley.chat.session.ReplyBudget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The pending output of one connection. Does not queue room events: holds the cursors and polls them when the
 * connection can write. Queues only replies, up to {@value #MAX_REPLIES} of them and {@link #MAX_REPLY_BYTES} bytes.
 *
 * <p>Producers may use any thread and never block. {@link #poll} is confined to one thread at a time, with a
 * happens-before edge between the threads.
 */
public final class OutboundQueue {

    /** Maximum number of queued replies; a client with more is a slow consumer. */
    public static final int MAX_REPLIES = 1_024;

    /** Maximum number of bytes of queued replies; a single reply may be larger. */
    public static final int MAX_REPLY_BYTES = 1 << 18;

    private static final int POLL_BATCH = 16;

    /** The bytes of queued replies up to which {@link #awaitDrained} does not wait. */
    private static final int DRAINED_BYTES = 64 * 1024;

    private static final AtomicIntegerFieldUpdater<OutboundQueue> REPLY_COUNT =
            AtomicIntegerFieldUpdater.newUpdater(OutboundQueue.class, "replyCount");
    private static final AtomicIntegerFieldUpdater<OutboundQueue> REPLY_BYTES =
            AtomicIntegerFieldUpdater.newUpdater(OutboundQueue.class, "replyBytes");
    private static final AtomicReferenceFieldUpdater<OutboundQueue, byte @Nullable []> LAST_FRAME =
            AtomicReferenceFieldUpdater.newUpdater(OutboundQueue.class, byte[].class, "lastFrame");

    private final Writer writer;
    private final ReplyBudget budget;
    private volatile Subscription[] subscriptions = {}; // replaced under this lock, never changed
    private final Queue<byte[]> replies = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable Runnable> onDrained = new AtomicReference<>();
    private final AtomicReference<@Nullable Runnable> onWritten = new AtomicReference<>();

    // Volatile fields with updaters save a memory access per queue: a writer checks every queue for each message.
    private volatile int replyCount;
    private volatile int replyBytes;
    private volatile @Nullable Supplier<List<byte[]>> latestFrames;
    private volatile byte @Nullable [] lastFrame;

    private long polled; // confined to the polling thread
    private volatile long delivered;
    private volatile boolean discarded;

    /**
     * Creates an empty queue.
     *
     * @param writer polls the queue when notified
     * @param budget the budget of all queues
     */
    public OutboundQueue(Writer writer, ReplyBudget budget) {
        this.writer = writer;
        this.budget = budget;
    }

    /** Receives signals of a queue. Called from any thread; methods must not block. */
    @FunctionalInterface
    public interface Writer {

        /** Called when the queue may have output. */
        void onFilled();

        /** Called when a room is added, before {@link #onFilled}. */
        default void onSubscribed(Room room) {}

        /** Called when a room is removed. */
        default void onUnsubscribed(Room room) {}
    }

    private record Subscription(Cursor cursor, EventEncoder<byte[]> eventEncoder) {}

    /** Frames to write, in order. Reusable; confined to one thread at a time. */
    public static final class WriteBatch {
        private final List<byte[]> frames = new ArrayList<>();
        private int bytes;
        private boolean last;

        /** Returns the frames, valid until the next {@link #poll}. */
        public List<byte[]> frames() {
            return frames;
        }

        /** Returns the total size of the frames in bytes. */
        public int bytes() {
            return bytes;
        }

        /** Returns whether to close the connection after these frames. */
        public boolean last() {
            return last;
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

    /** Adds a cursor, whose events are encoded by this encoder. */
    public void subscribe(Cursor cursor, EventEncoder<byte[]> encoder) {
        synchronized (this) {
            Subscription[] more = Arrays.copyOf(subscriptions, subscriptions.length + 1);
            more[subscriptions.length] = new Subscription(cursor, encoder);
            subscriptions = more;
        }
        writer.onSubscribed(cursor.room());
        writer.onFilled();
    }

    /** Removes a cursor. */
    public void unsubscribe(Cursor cursor) {
        boolean removed;
        synchronized (this) {
            Subscription[] others = Arrays.stream(subscriptions)
                    .filter(subscription -> subscription.cursor != cursor)
                    .toArray(Subscription[]::new);
            removed = others.length < subscriptions.length;
            subscriptions = others;
        }
        if (removed) {
            writer.onUnsubscribed(cursor.room());
        }
    }

    /** Returns the rooms of all cursors. */
    public List<Room> rooms() {
        return Arrays.stream(subscriptions)
                .map(subscription -> subscription.cursor.room())
                .toList();
    }

    /** Notifies the writer that a cursor may have events, if the queue has the cursor. */
    public void wake(Cursor cursor) {
        for (Subscription subscription : subscriptions) {
            if (subscription.cursor == cursor) {
                writer.onFilled();
                return;
            }
        }
    }

    /** Queues a reply; returns false if a limit is exceeded. Drops the reply after {@link #discard}. */
    public boolean offer(byte[] frame) {
        if (discarded) {
            return true;
        }
        int bytes = REPLY_BYTES.addAndGet(this, frame.length);
        boolean isAlone = bytes == frame.length;
        if (REPLY_COUNT.incrementAndGet(this) > MAX_REPLIES
                || (bytes > MAX_REPLY_BYTES && !isAlone)
                || !budget.tryUse(frame.length, bytes)) {
            REPLY_COUNT.decrementAndGet(this);
            REPLY_BYTES.addAndGet(this, -frame.length);
            return false;
        }
        replies.add(frame);
        if (discarded) {
            dropReplies();
        }
        writer.onFilled();
        return true;
    }

    /** Drops all replies, and those offered from now on, because the connection is closed. */
    public void discard() {
        discarded = true;
        dropReplies();
        runIfSet(onDrained);
        runIfSet(onWritten);
    }

    private void dropReplies() {
        for (byte[] reply = replies.poll(); reply != null; reply = replies.poll()) {
            onRemoved(reply);
        }
    }

    private void onRemoved(byte[] reply) {
        REPLY_COUNT.decrementAndGet(this);
        REPLY_BYTES.addAndGet(this, -reply.length);
        budget.release(reply.length);
    }

    private static void runIfSet(AtomicReference<@Nullable Runnable> task) {
        Runnable set = task.getAndSet(null);
        if (set != null) {
            set.run();
        }
    }

    /**
     * Waits until few replies are queued.
     *
     * @param task called by {@link #poll} then, at most once; replaces one that waits
     * @return false if few are queued now, so that the task is not called
     */
    public boolean awaitDrained(Runnable task) {
        return await(onDrained, task, DRAINED_BYTES);
    }

    /** Waits like {@link #awaitDrained} until no reply is queued. */
    public boolean awaitWritten(Runnable task) {
        return await(onWritten, task, 0);
    }

    private boolean await(AtomicReference<@Nullable Runnable> slot, Runnable task, int most) {
        if (isDrained(most)) {
            return false;
        }
        slot.set(task);
        // The queue may have been drained before the task was set.
        return !isDrained(most) || !slot.compareAndSet(task, null);
    }

    private boolean isDrained(int most) {
        return replyBytes <= most || discarded;
    }

    /** Sets frames that replace earlier ones not yet written; the supplier is called by {@link #poll}. */
    public void offerLatest(Supplier<List<byte[]>> frames) {
        synchronized (this) {
            latestFrames = frames;
        }
        writer.onFilled();
    }

    /**
     * Sets the last frame before the connection is closed, which may be empty. Returns whether this was the first
     * call; later calls have no effect.
     */
    public boolean close(byte[] frame) {
        boolean first = LAST_FRAME.compareAndSet(this, null, frame);
        if (first) {
            writer.onFilled();
        }
        return first;
    }

    /** Reads the memory that {@link #poll} needs, and returns any number of it; see {@link dev.parley.chat.room.FanOutGroup}. */
    public int prefetch() {
        int read = replyCount;
        for (Subscription subscription : subscriptions) {
            read += subscription.cursor.isClosed() ? 1 : 0;
        }
        return read;
    }

    /** Returns the number of room events polled so far. Safe from any thread. */
    public long delivered() {
        return delivered;
    }

    /** Returns whether {@link #close} was called. */
    public boolean isClosing() {
        return lastFrame != null;
    }

    /**
     * Moves output into the batch: room events first, then the replies queued at the start of the call, so that a
     * message precedes its receipt.
     *
     * @param maxBytes approximate limit of the room events; frames are never split
     * @param batch cleared first; empty afterwards if there is no output
     * @return whether there may be more now; otherwise the queue notifies the writer when there is
     */
    public boolean poll(int maxBytes, WriteBatch batch) {
        byte[] closing = lastFrame;
        int pendingReplies = replyCount;
        Supplier<List<byte[]>> latest = latestFrames == null ? null : pollLatest();
        batch.clear(closing != null);
        boolean more = false;
        for (Subscription subscription : subscriptions) {
            more |= poll(subscription, maxBytes, batch);
        }
        if (!batch.frames.isEmpty()) {
            polled += batch.frames.size();
            delivered = polled;
        }
        for (int i = 0; i < pendingReplies; i++) {
            byte[] reply = replies.poll();
            if (reply != null) {
                onRemoved(reply);
                batch.add(reply);
            }
        }
        if (pendingReplies > 0) {
            onPolled();
        }
        if (latest != null) {
            latest.get().forEach(batch::add);
        }
        if (closing != null && closing.length > 0) {
            batch.add(closing);
        }
        return more;
    }

    private void onPolled() {
        if (isDrained(DRAINED_BYTES)) {
            runIfSet(onDrained);
        }
        if (isDrained(0)) {
            runIfSet(onWritten);
        }
    }

    private synchronized @Nullable Supplier<List<byte[]>> pollLatest() {
        Supplier<List<byte[]>> polled = latestFrames;
        latestFrames = null;
        return polled;
    }

    /** Polls one cursor; returns whether it may have more. */
    private static boolean poll(Subscription subscription, int maxBytes, WriteBatch batch) {
        while (batch.bytes < maxBytes) {
            List<Delivery> deliveries = subscription.cursor.poll(POLL_BATCH);
            for (Delivery delivery : deliveries) {
                byte[] frame = delivery.encodedBy(subscription.eventEncoder);
                if (frame != null) {
                    batch.add(frame);
                }
            }
            if (deliveries.size() < POLL_BATCH) {
                return false;
            }
        }
        return true;
    }
}
