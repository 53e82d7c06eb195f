package dev.parley.tcp;

import dev.parley.chat.room.FanOutPacer;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.Waker;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The connections of one event loop, by the rooms they hear: a room need only tell the loop once that there is something
 * new. Confined to the loop, but for {@link #wake}.
 */
final class LoopSubscribers implements Waker {

    private final EventLoop loop;
    private final Set<Room> awake =
            ConcurrentHashMap.newKeySet(); // those the loop is about to tell; safe from any thread
    private final Map<Room, RoomSubscribers> hearing = new HashMap<>();
    private final LongSupplier clock;
    private final SharedPayload sharedPayload = new SharedPayload();
    private boolean telling;

    LoopSubscribers(EventLoop loop) {
        this(loop, loop.ticker()::nanoTime);
    }

    /** By another clock than the loop's own. */
    LoopSubscribers(EventLoop loop, LongSupplier clock) {
        this.loop = loop;
        this.clock = clock;
    }

    /** Those who hear a room. */
    private record RoomSubscribers(List<Subscriber> subscribers, FanOutPacer fanOutPacer) {}

    @Override
    public void wake(Room room) {
        if (awake.add(room)) {
            drainAfter(0, room);
        }
    }

    private void drainAfter(long nanos, Room room) {
        try {
            if (nanos == 0) {
                loop.execute(() -> drain(room));
            } else {
                Future<?> unused = loop.schedule(() -> drain(room), nanos, TimeUnit.NANOSECONDS);
            }
        } catch (RejectedExecutionException ignored) {
            awake.remove(room);
        }
    }

    /** Takes what there is when it is told of it; throws nothing. */
    @FunctionalInterface
    interface Subscriber {
        void onDeliveries();
    }

    /** From now on this reader is told of this room; once more for each time it asks. */
    void subscribe(Subscriber subscriber, Room room) {
        hearing.computeIfAbsent(room, first -> new RoomSubscribers(new ArrayList<>(), new FanOutPacer(clock)))
                .subscribers()
                .add(subscriber);
    }

    /** One time less. */
    void unsubscribe(Subscriber subscriber, Room room) {
        RoomSubscribers roomSubscribers = hearing.get(room);
        if (roomSubscribers != null
                && roomSubscribers.subscribers().remove(subscriber)
                && roomSubscribers.subscribers().isEmpty()) {
            hearing.remove(room);
        }
    }

    private void drain(Room room) {
        RoomSubscribers roomSubscribers = hearing.get(room);
        long rest = roomSubscribers == null ? 0 : roomSubscribers.fanOutPacer().delayNanos();
        if (rest > 0) {
            drainAfter(rest, room);
            return;
        }
        // First, so that it counts when the room wakes from now on.
        awake.remove(room);
        if (roomSubscribers != null) {
            roomSubscribers.fanOutPacer().run(() -> drain(roomSubscribers.subscribers()));
        }
    }

    private void drain(List<Subscriber> subscribers) {
        telling = true;
        try {
            // From the end, as whoever is written to may take itself out, several times if it asked several times.
            for (int i = subscribers.size() - 1; i >= 0; i--) {
                if (i < subscribers.size()) {
                    subscribers.get(i).onDeliveries();
                }
            }
        } finally {
            telling = false;
            sharedPayload.clear();
        }
    }

    /** These words as one piece, shared with the one before who is told the same: to be released, and not to be changed. */
    ByteBuf joined(List<byte[]> words) {
        return telling ? sharedPayload.shared(words) : SharedPayload.joined(words);
    }
}
