package dev.parley.chat.room;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.User;
import dev.parley.text.RoomName;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes events of the whole server to its listeners. A refusal and the end of a connection are also recorded in the
 * {@link ChatMetrics}; a transport that decides on them itself reports them here. Thread-safe; never blocks.
 */
public final class ChatEvents {

    private final List<ChatEventListener> listeners = new CopyOnWriteArrayList<>();
    private final ChatMetrics metrics;

    public ChatEvents(ChatMetrics metrics) {
        this.metrics = metrics;
    }

    /** Publishes that the server refused a request; {@code user} is null before login. */
    public void refused(ClientInfo clientInfo, @Nullable User user, @Nullable RoomName room, Refusal refusal) {
        metrics.refused(refusal.code());
        publish(listener -> listener.onRefused(clientInfo, user, room, refusal));
    }

    /** Publishes that a connection ends, whether or not the reason was sent; {@code user} is null before login. */
    public void disconnected(ClientInfo clientInfo, @Nullable User user, DisconnectReason reason) {
        metrics.disconnected(reason.code());
        publish(listener -> listener.onDisconnected(clientInfo, user, reason));
    }

    /** Publishes that the server closed a connection right after accepting it. */
    public void connectionRefused(String address, DisconnectReason reason) {
        metrics.connectionRefused(reason.code());
        publish(listener -> listener.onConnectionRefused(address, reason));
    }

    public void addListener(ChatEventListener listener) {
        listeners.add(listener);
    }

    public void removeListener(ChatEventListener listener) {
        listeners.remove(listener);
    }

    public void publish(Consumer<ChatEventListener> event) {
        listeners.forEach(event);
    }
}
