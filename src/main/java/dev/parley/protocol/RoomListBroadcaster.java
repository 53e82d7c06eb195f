package dev.parley.protocol;

import dev.parley.chat.room.ChatEventListener;
import dev.parley.chat.room.Room;
import dev.parley.chat.session.ChatServer;
import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sends the list of rooms to the sessions that subscribe to it, 1 s after a change, which combines further changes. A
 * session that subscribes again and again receives one list per second. The list is encoded once per change.
 * Thread-safe.
 */
final class RoomListBroadcaster implements ChatEventListener {

    private static final Duration UPDATE_DELAY = Duration.ofSeconds(1);

    private final ChatServer server;
    private final Set<StompSession> subscribers = ConcurrentHashMap.newKeySet();
    private final ConcurrentMap<StompSession, Pace> paces = new ConcurrentHashMap<>();
    private final AtomicBoolean updatePending = new AtomicBoolean();
    private final AtomicLong changes = new AtomicLong();
    private @Nullable RoomList latest; // guarded by this

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

    /** Sends the list to a session, now or within a second, and after each change until {@link #remove}. */
    void add(StompSession session) {
        subscribers.add(session);
        Pace pace = paces.computeIfAbsent(session, added -> new Pace());
        if (session.isClosed()) {
            forget(session);
            return;
        }
        long wait = pace.begin();
        if (wait == 0) {
            session.sendRooms(current());
        } else if (wait > 0) {
            session.frameSink().schedule(Duration.ofNanos(wait), () -> {
                pace.sent();
                if (subscribers.contains(session)) {
                    session.sendRooms(current());
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

    /** Returns the list with all changes until now. */
    synchronized RoomList current() {
        long change = changes.get();
        RoomList list = latest;
        if (list == null || list.change() != change) {
            list = new RoomList(change, server.roomRegistry().summaries());
            latest = list;
        }
        return list;
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
        Iterator<StompSession> any = subscribers.iterator();
        if (any.hasNext() && updatePending.compareAndSet(false, true)) {
            any.next().frameSink().schedule(UPDATE_DELAY, this::sendAll);
        }
    }

    private void sendAll() {
        updatePending.set(false);
        RoomList list = current();
        subscribers.forEach(session -> session.sendRooms(list));
    }
}
