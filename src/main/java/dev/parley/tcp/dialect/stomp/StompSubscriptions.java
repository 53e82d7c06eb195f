package dev.parley.tcp.dialect.stomp;

import dev.parley.chat.room.EventEncoder;
import dev.parley.protocol.Destination;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The subscriptions of one connection: one per id and one per destination. Confined to the connection's event loop. */
final class StompSubscriptions {

    private final Map<String, Subscription> byId = new HashMap<>();
    private final Map<Destination, Subscription> byDestination = new HashMap<>();

    /**
     * A subscription.
     *
     * @param eventEncoder encodes the events of a room; null for other destinations
     */
    record Subscription(
            String id, Destination destination, @Nullable EventEncoder<byte[]> eventEncoder) {}

    /** Adds a subscription; returns false if its id or destination is in use. */
    boolean add(Subscription subscription) {
        if (byId.containsKey(subscription.id()) || byDestination.containsKey(subscription.destination())) {
            return false;
        }
        byId.put(subscription.id(), subscription);
        byDestination.put(subscription.destination(), subscription);
        return true;
    }

    /** Removes and returns the subscription with this id; null if there is none. */
    @Nullable
    Subscription remove(String id) {
        Subscription removed = byId.remove(id);
        if (removed != null) {
            byDestination.remove(removed.destination());
        }
        return removed;
    }

    /** Returns the subscription to this destination; null if there is none. */
    @Nullable
    Subscription to(Destination destination) {
        return byDestination.get(destination);
    }

    /** Returns the id of the subscription to this destination; null if there is none. */
    @Nullable
    String idOf(Destination destination) {
        Subscription subscription = to(destination);
        return subscription == null ? null : subscription.id();
    }
}
