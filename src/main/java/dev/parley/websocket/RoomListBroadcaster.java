package dev.parley.websocket;

import dev.parley.chat.room.ChatEventListener;
import dev.parley.chat.room.RoomSummary;
import dev.parley.chat.session.ChatServer;
import dev.parley.protocol.Destination.Fixed;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The list of rooms, for those who have subscribed to it: told again when something in it has changed, at most once a
 * {@link HeartbeatMonitor}'s round. Safe from any thread.
 */
final class RoomListBroadcaster implements ChatEventListener {

    private final ChatServer chatServer;
    private final AtomicBoolean changed = new AtomicBoolean();

    RoomListBroadcaster(ChatServer chatServer) {
        this.chatServer = chatServer;
        chatServer.addListener(this);
    }

    @Override
    public void onRoomsChanged() {
        changed.set(true);
    }

    /** Tells one connection. */
    void send(WebSocketConnection webSocketConnection) {
        send(webSocketConnection, chatServer.roomRegistry().summaries());
    }

    /** Tells all who have subscribed, if there is something new. */
    void broadcastChanges(Iterable<WebSocketConnection> webSocketConnections) {
        if (changed.getAndSet(false)) {
            List<RoomSummary> rooms = chatServer.roomRegistry().summaries();
            webSocketConnections.forEach(webSocketConnection -> send(webSocketConnection, rooms));
        }
    }

    private static void send(WebSocketConnection webSocketConnection, List<RoomSummary> rooms) {
        String id = webSocketConnection.webSocketSubscriptions().idOf(Fixed.ROOMS);
        if (id != null) {
            webSocketConnection
                    .outboundQueue()
                    .offerLatest(() -> webSocketConnection.serverFrames().rooms(id, rooms));
        }
    }
}
