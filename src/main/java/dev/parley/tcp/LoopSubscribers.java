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
 * The subscribers of one event loop by room. A room wakes the loop once for all of them. Confined to the loop, except
 * for {@link #wake}, which is safe from any thread.
 */
final class LoopSubscribers implements Waker {

    private final EventLoop loop;
    private final Set<Room> pending =
            ConcurrentHashMap.newKeySet(); // rooms with a scheduled pass; safe from any thread
    private final Map<Room, RoomSubscribers> subscribersByRoom = new HashMap<>();
    private final LongSupplier clock;
    private final SharedPayload sharedPayload = new SharedPayload();
    private boolean draining;

    LoopSubscribers(EventLoop loop) {
        this(loop, loop.ticker()::nanoTime);
    }

    /** Creates an instance with a clock that returns nanoseconds. */
    LoopSubscribers(EventLoop loop, LongSupplier clock) {
        this.loop = loop;
        this.clock = clock;
    }

    private record RoomSubscribers(List<Subscriber> subscribers, FanOutPacer fanOutPacer) {}

    @Override
    public void wake(Room room) {
        if (pending.add(room)) {
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
            pending.remove(room);
        }
    }

    /** Receives a signal that new deliveries are available. Must not throw. */
    @FunctionalInterface
    interface Subscriber {
        void onDeliveries();
    }

    /** Adds a subscription. A subscriber that subscribes several times to a room has several subscriptions. */
    void subscribe(Subscriber subscriber, Room room) {
        subscribersByRoom
                .computeIfAbsent(room, first -> new RoomSubscribers(new ArrayList<>(), new FanOutPacer(clock)))
                .subscribers()
                .add(subscriber);
    }

    /** Removes one subscription. */
    void unsubscribe(Subscriber subscriber, Room room) {
        RoomSubscribers roomSubscribers = subscribersByRoom.get(room);
        if (roomSubscribers != null
                && roomSubscribers.subscribers().remove(subscriber)
                && roomSubscribers.subscribers().isEmpty()) {
            subscribersByRoom.remove(room);
        }
    }

    private void drain(Room room) {
        RoomSubscribers roomSubscribers = subscribersByRoom.get(room);
        long delay = roomSubscribers == null ? 0 : roomSubscribers.fanOutPacer().delayNanos();
        if (delay > 0) {
            drainAfter(delay, room);
            return;
        }
        // Removed first, so that a later wake schedules another pass.
        pending.remove(room);
        if (roomSubscribers != null) {
            roomSubscribers.fanOutPacer().run(() -> drain(roomSubscribers.subscribers()));
        }
    }

    private void drain(List<Subscriber> subscribers) {
        draining = true;
        try {
            // From the end, because a subscriber may remove one or several of its subscriptions meanwhile.
            for (int i = subscribers.size() - 1; i >= 0; i--) {
                if (i < subscribers.size()) {
                    subscribers.get(i).onDeliveries();
                }
            }
        } finally {
            draining = false;
            sharedPayload.clear();
        }
    }

    /**
     * Returns the payloads in one buffer, which the caller releases and must not modify. Within a pass, subscribers
     * with the same payloads share it.
     */
    ByteBuf concatenate(List<byte[]> payloads) {
        return draining ? sharedPayload.concatenateShared(payloads) : SharedPayload.concatenate(payloads);
    }
}
