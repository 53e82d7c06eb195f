package dev.parley.protocol;

import dev.parley.chat.room.ChatEventListener;
import dev.parley.chat.room.RoomSummary;
import dev.parley.chat.session.ChatServer;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends the list of rooms to the sessions that subscribe to it, 1 s after a change, which combines further changes.
 * Thread-safe.
 */
final class RoomListBroadcaster implements ChatEventListener {

    private static final Duration UPDATE_DELAY = Duration.ofSeconds(1);

    private final ChatServer server;
    private final Set<StompSession> subscribers = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean updatePending = new AtomicBoolean();

    RoomListBroadcaster(ChatServer server) {
        this.server = server;
        server.addListener(this);
    }

    /** Sends the list to a session now, and after each change until {@link #remove}. */
    void add(StompSession session) {
        subscribers.add(session);
        session.sendRooms(server.roomRegistry().summaries());
    }

    void remove(StompSession session) {
        subscribers.remove(session);
    }

    /** Schedules one update for all, on the timer of any subscriber. */
    @Override
    public void onRoomsChanged() {
        Iterator<StompSession> any = subscribers.iterator();
        if (any.hasNext() && updatePending.compareAndSet(false, true)) {
            any.next().frameSink().schedule(UPDATE_DELAY, this::sendAll);
        }
    }

    private void sendAll() {
        updatePending.set(false);
        List<RoomSummary> rooms = server.roomRegistry().summaries();
        subscribers.forEach(session -> session.sendRooms(rooms));
    }
}
