package dev.parley.protocol;

import dev.parley.chat.room.ChatEventListener;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.RoomDirectory;
import dev.parley.chat.session.ChatServer;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends the list of rooms to the sessions that subscribe to it: the first rooms and those of the session, and changes of
 * these 1 s after a change, which combines further changes. A session that subscribes again and again receives one list per
 * second. The first rooms are encoded once per change. Thread-safe.
 */
final class RoomListBroadcaster implements ChatEventListener {

    private static final Duration UPDATE_DELAY = Duration.ofSeconds(1);

    private final ChatServer server;
    private final ConcurrentMap<StompSession, RoomListSubscription> subscribers = new ConcurrentHashMap<>();
    private final ConcurrentMap<StompSession, Pace> paces = new ConcurrentHashMap<>();
    private final AtomicBoolean updatePending = new AtomicBoolean();
    private final AtomicLong changes = new AtomicLong();
    private volatile RoomView latest = RoomView.empty(); // written under this

    RoomListBroadcaster(ChatServer server) {
        this.server = server;
        server.addListener(this);
    }

    /** When the next list may be sent to a session because it subscribes. */
    private static final class Pace {
        private long due = System.nanoTime(); // guarded by this
        private boolean scheduled; // guarded by this

        /** Returns how long to wait with a list; zero to send it now, negative if one is scheduled already. */
        private synchronized long begin() {
            long wait = Math.max(0, due - System.nanoTime());
            if (scheduled) {
                return -1;
            }
            scheduled = wait > 0;
            if (wait == 0) {
                due = System.nanoTime() + UPDATE_DELAY.toNanos();
            }
            return wait;
        }

        private synchronized void sent() {
            scheduled = false;
            due = System.nanoTime() + UPDATE_DELAY.toNanos();
        }
    }

    /**
     * Sends the list to a session, now or within a second, and changes until {@link #remove}.
     *
     * @param wantsChanges whether the client knows changes
     */
    void add(StompSession session, boolean wantsChanges) {
        RoomListSubscription subscription = new RoomListSubscription(session, wantsChanges);
        subscribers.put(session, subscription);
        Pace pace = paces.computeIfAbsent(session, added -> new Pace());
        if (session.isClosed()) {
            forget(session);
            return;
        }
        long wait = pace.begin();
        if (wait == 0) {
            current();
            send(session, subscription);
        } else if (wait > 0) {
            session.frameSink().schedule(Duration.ofNanos(wait), () -> {
                pace.sent();
                RoomListSubscription waiting = subscribers.get(session);
                if (waiting != null) {
                    current();
                    send(session, waiting);
                }
            });
        }
    }

    /** Sends no more lists to a session that has unsubscribed. */
    void remove(StompSession session) {
        subscribers.remove(session);
    }

    /** Removes a session that has ended. */
    void forget(StompSession session) {
        subscribers.remove(session);
        paces.remove(session);
    }

    private void send(StompSession session, RoomListSubscription subscription) {
        session.sendRooms((encoder, id) -> subscription.next(latest, encoder, id));
    }

    /** Returns the latest view, with all changes until now unless an update follows anyway. */
    RoomView current() {
        return updatePending.get() ? latest : update();
    }

    private synchronized RoomView update() {
        long change = changes.get();
        if (latest.change() != change) {
            RoomDirectory directory = server.roomRegistry().directory();
            int most = RoomDirectory.PAGE + server.limits().roomsPerPerson();
            latest = latest.next(change, directory.first(most), directory.size());
        }
        return latest;
    }

    @Override
    public void onRoomOpened(Room room) {
        onRoomsChanged();
    }

    @Override
    public void onRoomClosed(Room room) {
        onRoomsChanged();
    }

    /** Schedules one update for all, on the timer of any subscriber. */
    @Override
    public void onRoomsChanged() {
        changes.incrementAndGet();
        Iterator<StompSession> any = subscribers.keySet().iterator();
        if (any.hasNext() && updatePending.compareAndSet(false, true)) {
            any.next().frameSink().schedule(UPDATE_DELAY, this::sendAll);
        }
    }

    private void sendAll() {
        updatePending.set(false);
        RoomView view = update();
        subscribers.forEach((session, subscription) -> {
            if (subscription.isBehind(view)) {
                send(session, subscription);
            }
        });
    }
}
