package dev.parley.tcp.dialect.stomp;

import dev.parley.chat.room.EventEncoder;
import dev.parley.protocol.Destination;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one connection has subscribed to, each destination once, under ids of its own. Confined to its connection's event
 * loop.
 */
final class StompSubscriptions {

    private final Map<String, Subscription> byId = new HashMap<>();
    private final Map<Destination, Subscription> byDestination = new HashMap<>();

    /**
     * One of them.
     *
     * @param eventEncoder in what words a room is heard; null if it is not a room
     */
    record Subscription(
            String id, Destination destination, @Nullable EventEncoder<byte[]> eventEncoder) {}

    /** Adds it; false if its id or destination is taken. */
    boolean add(Subscription subscription) {
        if (byId.containsKey(subscription.id()) || byDestination.containsKey(subscription.destination())) {
            return false;
        }
        byId.put(subscription.id(), subscription);
        byDestination.put(subscription.destination(), subscription);
        return true;
    }

    /** Ends the one of this id; null if there is none. */
    @Nullable
    Subscription remove(String id) {
        Subscription removed = byId.remove(id);
        if (removed != null) {
            byDestination.remove(removed.destination());
        }
        return removed;
    }

    /** The one to this destination; null if there is none. */
    @Nullable
    Subscription to(Destination destination) {
        return byDestination.get(destination);
    }

    /** The id of the one to this destination; null if there is none. */
    @Nullable
    String idOf(Destination destination) {
        Subscription subscription = to(destination);
        return subscription == null ? null : subscription.id();
    }
}
