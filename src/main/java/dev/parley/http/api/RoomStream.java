package dev.parley.http.api;

import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.EventEncoder;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.RoomEvent;
import dev.parley.chat.room.Subscriber;
import dev.parley.chat.session.KeyHolder;
import dev.parley.servlet.AsyncResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the events of a room to one client as they are published. It has no queue: it polls its cursor while the client
 * accepts output, and a slow client falls behind in the replay buffer or the history, as any reader.
 *
 * <p>All output is written on an executor, by one task at a time; other threads only request a task. Thread-safe.
 */
final class RoomStream implements Subscriber, WriteListener, AsyncListener, AccessWatch.LongResponse {

    private static final Logger LOG = LoggerFactory.getLogger(RoomStream.class);

    /** The most deliveries that are written at once. */
    private static final int DELIVERIES = 64;

    private final KeyHolder client;
    private final StreamFormat format;
    private final EventEncoder<byte[]> encoder;
    private final EventSelection selection;
    private final AsyncContext context;
    private final AsyncResponse response;
    private final Executor executor;
    private final LongSupplier nanoTime;
    private final Runnable onEnd;
    private final AtomicInteger requested = new AtomicInteger();
    private volatile boolean mustEnd;
    private volatile boolean mustBeat;
    private volatile boolean isOpen; // the container has called onWritePossible
    private volatile @Nullable Cursor cursor;
    private volatile long writtenAt;
    private final LongAdder delivered = new LongAdder();
    private boolean isFlushed; // confined to the task; the head of the response is flushed at once

    /**
     * Creates a stream, which is not started.
     *
     * @param encoder encodes events in the format, shared by all streams so that an event is encoded once
     * @param lock the lock of the connection, see {@link dev.parley.servlet.ConnectionLocks}
     * @param nanoTime returns the time by which the stream has heart-beats, in nanoseconds
     * @param onEnd called once, when the stream has ended
     */
    RoomStream(
            KeyHolder client,
            StreamFormat format,
            EventEncoder<byte[]> encoder,
            EventSelection selection,
            AsyncContext context,
            Lock lock,
            Executor executor,
            LongSupplier nanoTime,
            Runnable onEnd)
            throws IOException {
        this.client = client;
        this.format = format;
        this.encoder = encoder;
        this.selection = selection;
        this.context = context;
        this.response = new AsyncResponse(context, lock, this::onEnd);
        this.executor = executor;
        this.nanoTime = nanoTime;
        this.writtenAt = nanoTime.getAsLong();
        this.onEnd = onEnd;
    }

    /** Starts to deliver the events of a room. */
    void start(Room room, ReplayFrom replayFrom) {
        cursor = room.subscribe(this, replayFrom);
        context.addListener(this);
        response.setListener(this);
    }

    /** Returns whether this stream delivers the events of a room. */
    boolean isOf(Room room) {
        Cursor here = cursor;
        return here != null && here.room() == room;
    }

    /** Returns the number of events written. */
    long delivered() {
        return delivered.sum();
    }

    @Override
    public void checkAccess() {
        Cursor here = cursor;
        if (here != null
                && AccessWatch.isRefused(
                        client, UserAction.READ_STREAM, here.room().name())) {
            end();
        }
    }

    @Override
    public boolean hasEnded() {
        return response.isEnded();
    }

    /** Writes a heart-beat if nothing was written for this time, in nanoseconds. */
    void beat(long silence) {
        if (nanoTime.getAsLong() - writtenAt >= silence) {
            mustBeat = true;
            request();
        }
    }

    /** Ends the stream as soon as the client accepts output. */
    void end() {
        mustEnd = true;
        request();
    }

    @Override
    public void wake(Cursor woken) {
        request();
    }

    /** A stream receives no direct messages. */
    @Override
    public void onDirectMessage(DirectMessage message) {}

    @Override
    public void disconnect(DisconnectReason reason) {
        end();
    }

    @Override
    public void onWritePossible() {
        isOpen = true;
        request();
    }

    /** The client is gone, or has read nothing for too long. */
    @Override
    public void onError(Throwable failure) {
        response.complete();
    }

    /** Completes the request, so that the container does not write an error page into the stream. */
    @Override
    public void onError(AsyncEvent event) {
        response.complete();
        try {
            context.complete(); // an error after the end counts as well
        } catch (IllegalStateException ignored) {
            // The end before the error has completed the request.
        }
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        response.complete();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        response.complete();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}

    private void request() {
        if (requested.getAndIncrement() == 0) {
            executor.execute(this::run);
        }
    }

    private void run() {
        int seen;
        do {
            seen = requested.get();
            try {
                write();
            } catch (IOException ignored) {
                // The client is gone, and the response has ended.
            } catch (RuntimeException e) {
                LOG.debug("A stream ended, because it could not be written.", e);
                response.complete();
            }
        } while (requested.addAndGet(-seen) != 0);
    }

    /** Writes until there is nothing more, or until the client accepts no more; the container then calls again. */
    private void write() throws IOException {
        while (isOpen && response.isReady()) {
            byte[] next = isFlushed ? next() : null;
            if (next != null) {
                writtenAt = nanoTime.getAsLong(); // before the write, as the client may read at once
                response.write(next, 0, next.length);
                isFlushed = false;
            } else if (!isFlushed) {
                response.flush();
                isFlushed = true;
            } else if (mustEnd) {
                response.complete();
            } else {
                return;
            }
        }
    }

    /** Returns the next output; null if there is none. */
    private byte @Nullable [] next() {
        Cursor here = cursor;
        if (mustEnd || here == null) {
            return null;
        }
        List<Delivery> polled;
        do {
            polled = here.poll(DELIVERIES);
            byte[] events = encoded(polled);
            if (events.length > 0) {
                mustBeat = false;
                return events;
            }
        } while (!polled.isEmpty());
        if (mustBeat) {
            mustBeat = false;
            return format.heartbeat();
        }
        return null;
    }

    private byte[] encoded(List<Delivery> deliveries) {
        ByteArrayOutputStream events = new ByteArrayOutputStream();
        for (Delivery delivery : deliveries) {
            byte[] event = selection.includes(delivery.event()) ? delivery.encodedBy(encoder) : null;
            if (event != null) {
                events.writeBytes(event);
                delivered.increment();
            }
            mustEnd |= delivery.event() instanceof RoomEvent.Closing;
        }
        return events.toByteArray();
    }

    private void onEnd() {
        Cursor here = cursor;
        if (here != null) {
            here.room().unsubscribe(here);
        }
        onEnd.run();
    }
}
