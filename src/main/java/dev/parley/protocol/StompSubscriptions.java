package dev.parley.protocol;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.EventEncoder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The subscriptions of one connection: one per id and one per destination. Thread-safe; one thread at a time adds. */
final class StompSubscriptions {

    private final Map<String, Subscription> byId = new ConcurrentHashMap<>();
    private final Map<Destination, Subscription> byDestination = new ConcurrentHashMap<>();

    /** A subscription; one to a room has an encoder, and a cursor when the join is complete. */
    static final class Subscription {
        private final String id;
        private final Destination destination;
        private final @Nullable EventEncoder<byte[]> encoder;
        private volatile @Nullable Cursor cursor;

        /**
         * Creates a subscription.
         *
         * @param encoder encodes the events of a room; null for other destinations
         */
        Subscription(String id, Destination destination, @Nullable EventEncoder<byte[]> encoder) {
            this.id = id;
            this.destination = destination;
            this.encoder = encoder;
        }

        String id() {
            return id;
        }

        Destination destination() {
            return destination;
        }

        @Nullable
        EventEncoder<byte[]> encoder() {
            return encoder;
        }

        @Nullable
        Cursor cursor() {
            return cursor;
        }

        void setCursor(Cursor joined) {
            cursor = joined;
        }
    }

    /** Adds a subscription; returns false if its id or destination is in use. */
    boolean add(Subscription subscription) {
        if (byId.containsKey(subscription.id) || byDestination.containsKey(subscription.destination)) {
            return false;
        }
        byId.put(subscription.id, subscription);
        byDestination.put(subscription.destination, subscription);
        return true;
    }

    /** Removes and returns the subscription with this id; null if there is none. */
    @Nullable
    Subscription remove(String id) {
        Subscription removed = byId.remove(id);
        if (removed != null) {
            byDestination.remove(removed.destination);
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
        return subscription == null ? null : subscription.id;
    }
}
