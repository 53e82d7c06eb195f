package dev.parley.websocket;

import dev.parley.chat.room.ChatEventListener;
import dev.parley.chat.room.RoomSummary;
import dev.parley.chat.session.ChatServer;
import dev.parley.protocol.Destination.Fixed;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends the list of rooms to its subscribers when it has changed, at most once per round of the {@link
 * HeartbeatMonitor}. Thread-safe.
 */
final class RoomListBroadcaster implements ChatEventListener {

    private final ChatServer server;
    private final AtomicBoolean changed = new AtomicBoolean();

    RoomListBroadcaster(ChatServer server) {
        this.server = server;
        server.addListener(this);
    }

    @Override
    public void onRoomsChanged() {
        changed.set(true);
    }

    /** Sends the list to one connection. */
    void send(WebSocketConnection connection) {
        send(connection, server.roomRegistry().summaries());
    }

    /** Sends the list to all subscribers if it has changed. */
    void broadcastChanges(Iterable<WebSocketConnection> webSocketConnections) {
        if (changed.getAndSet(false)) {
            List<RoomSummary> rooms = server.roomRegistry().summaries();
            webSocketConnections.forEach(connection -> send(connection, rooms));
        }
    }

    private static void send(WebSocketConnection connection, List<RoomSummary> rooms) {
        String id = connection.webSocketSubscriptions().idOf(Fixed.ROOMS);
        if (id != null) {
            connection
                    .outboundQueue()
                    .offerLatest(() -> connection.serverFrames().rooms(id, rooms));
        }
    }
}
