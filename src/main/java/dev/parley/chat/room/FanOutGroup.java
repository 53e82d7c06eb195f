package dev.parley.chat.room;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/**
 * The subscribers that are served on one thread, by room. A room wakes the thread once for all of them. Confined to that
 * thread, except for {@link #wake}, which is safe from any thread.
 *
 * @param <S> the type of the subscribers
 */
public final class FanOutGroup<S> implements Waker {

    /** The subscribers whose memory is read before the first of them is signalled. */
    private static final int PREFETCH = 16;

    private final ScheduledExecutorService executor;
    private final LongSupplier clock;
    private final ToIntFunction<? super S> prefetch;
    private final Consumer<? super S> onDeliveries;
    private final Runnable afterPass;
    private final Set<Room> pending =
            ConcurrentHashMap.newKeySet(); // rooms with a scheduled pass; safe from any thread
    private final Map<Room, RoomSubscribers<S>> subscribersByRoom = new HashMap<>();
    private boolean draining;

    /** The sum of what was prefetched, which makes the compiler keep the reads. */
    int prefetched;

    /**
     * Creates a group without subscribers.
     *
     * @param executor runs its tasks on the one thread
     * @param clock the clock, as {@link System#nanoTime}
     * @param prefetch reads the memory that a signal needs and returns any number of it, so that the processor waits for the
     *     memory of several subscribers at once; changes nothing and must not throw
     * @param onDeliveries signals a subscriber that new deliveries are available; must not throw
     * @param afterPass runs after all subscribers of a room received the signal
     */
    public FanOutGroup(
            ScheduledExecutorService executor,
            LongSupplier clock,
            ToIntFunction<? super S> prefetch,
            Consumer<? super S> onDeliveries,
            Runnable afterPass) {
        this.executor = executor;
        this.clock = clock;
        this.prefetch = prefetch;
        this.onDeliveries = onDeliveries;
        this.afterPass = afterPass;
    }

    private record RoomSubscribers<S>(List<S> subscribers, FanOutPacer fanOutPacer) {}

    @Override
    public void wake(Room room) {
        if (pending.add(room)) {
            drainAfter(0, room);
        }
    }

    private void drainAfter(long nanos, Room room) {
        try {
            if (nanos == 0) {
                executor.execute(() -> drain(room));
            } else {
                Future<?> unused = executor.schedule(() -> drain(room), nanos, TimeUnit.NANOSECONDS);
            }
        } catch (RejectedExecutionException ignored) {
            pending.remove(room);
        }
    }

    /** Adds a subscription. A subscriber that subscribes several times to a room has several subscriptions. */
    public void subscribe(S subscriber, Room room) {
        subscribersByRoom
                .computeIfAbsent(room, first -> new RoomSubscribers<>(new ArrayList<>(), new FanOutPacer(clock)))
                .subscribers()
                .add(subscriber);
    }

    /** Removes one subscription. */
    public void unsubscribe(S subscriber, Room room) {
        RoomSubscribers<S> roomSubscribers = subscribersByRoom.get(room);
        if (roomSubscribers != null
                && roomSubscribers.subscribers().remove(subscriber)
                && roomSubscribers.subscribers().isEmpty()) {
            subscribersByRoom.remove(room);
        }
    }

    /** Returns whether a pass over the subscribers of a room is in progress. */
    public boolean isDraining() {
        return draining;
    }

    private void drain(Room room) {
        RoomSubscribers<S> roomSubscribers = subscribersByRoom.get(room);
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

    private void drain(List<S> subscribers) {
        draining = true;
        try {
            // From the end, because a subscriber may remove one or several of its subscriptions meanwhile.
            int end = subscribers.size() - 1;
            for (int i = end; i >= 0; i--) {
                if ((end - i) % PREFETCH == 0) {
                    prefetch(subscribers, i);
                }
                if (i < subscribers.size()) {
                    onDeliveries.accept(subscribers.get(i));
                }
            }
        } finally {
            draining = false;
            afterPass.run();
        }
    }

    private void prefetch(List<S> subscribers, int from) {
        int read = 0;
        for (int i = Math.min(from, subscribers.size() - 1); i >= 0 && i > from - PREFETCH; i--) {
            read += prefetch.applyAsInt(subscribers.get(i));
        }
        prefetched = read;
    }
}
