package dev.parley.websocket;

import dev.parley.chat.room.ChatEventListener;
import dev.parley.chat.room.RoomSummary;
import dev.parley.chat.session.ChatServer;
import dev.parley.protocol.Destination.Fixed;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The list of rooms, for those who have subscribed to it: told again when something in it has changed, at most once a
 * {@link Vigil}'s round. Safe from any thread.
 */
final class RoomList implements ChatEventListener {

    private final ChatServer chatServer;
    private final AtomicBoolean changed = new AtomicBoolean();

    RoomList(ChatServer chatServer) {
        this.chatServer = chatServer;
        chatServer.addListener(this);
    }

    @Override
    public void onRoomsChanged() {
        changed.set(true);
    }

    /** Tells one connection. */
    void show(Connection connection) {
        show(connection, chatServer.roomRegistry().summaries());
    }

    /** Tells all who have subscribed, if there is something new. */
    void showChanges(Iterable<Connection> connections) {
        if (changed.getAndSet(false)) {
            List<RoomSummary> rooms = chatServer.roomRegistry().summaries();
            connections.forEach(connection -> show(connection, rooms));
        }
    }

    private static void show(Connection connection, List<RoomSummary> rooms) {
        String id = connection.subscriptions().idOf(Fixed.ROOMS);
        if (id != null) {
            connection
                    .outboundQueue()
                    .offerLatest(() -> connection.serverFrames().rooms(id, rooms));
        }
    }
}
