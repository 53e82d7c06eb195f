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

    /** Sends the list to one connection. */
    void send(WebSocketConnection webSocketConnection) {
        send(webSocketConnection, chatServer.roomRegistry().summaries());
    }

    /** Sends the list to all subscribers if it has changed. */
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
