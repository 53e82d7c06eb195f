package dev.parley.websocket;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.EventEncoder;
import dev.parley.protocol.Destination;
import dev.parley.protocol.OutboundQueue;
import dev.parley.text.RoomName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The subscriptions of one connection: each destination once, by id. Thread-safe. */
final class WebSocketSubscriptions {

    private final Map<String, Subscription> byId = new ConcurrentHashMap<>();
    private final Map<Destination, Subscription> byDestination = new ConcurrentHashMap<>();

    /** A subscription; one to a room gets a cursor when the join is complete. */
    static final class Subscription {
        private final String id;
        private final Destination destination;
        private @Nullable Cursor cursor; // guarded by this
        private boolean ended; // guarded by this

        private Subscription(String id, Destination destination) {
            this.id = id;
            this.destination = destination;
        }

        /** Returns the id. */
        String id() {
            return id;
        }

        /** Returns the destination. */
        Destination destination() {
            return destination;
        }

        /** Starts the delivery of a room, unless the subscription has ended. */
        synchronized void subscribe(Cursor place, EventEncoder<byte[]> encoder, OutboundQueue queue) {
            if (!ended) {
                cursor = place;
                queue.subscribe(place, encoder);
            }
        }

        private synchronized void end(OutboundQueue queue) {
            ended = true;
            if (cursor != null) {
                queue.unsubscribe(cursor);
            }
        }
    }

    /** Adds a subscription; null if the id or the destination is taken. */
    @Nullable
    Subscription add(String id, Destination destination) {
        Subscription subscription = new Subscription(id, destination);
        if (byId.putIfAbsent(id, subscription) != null) {
            return null;
        }
        if (byDestination.putIfAbsent(destination, subscription) != null) {
            byId.remove(id, subscription);
            return null;
        }
        return subscription;
    }

    /** Removes a subscription by id; null if there is none. */
    @Nullable
    Subscription remove(String id, OutboundQueue queue) {
        Subscription subscription = byId.remove(id);
        if (subscription != null) {
            byDestination.remove(subscription.destination(), subscription);
            subscription.end(queue);
        }
        return subscription;
    }

    /** Removes the subscription to a room, if there is one. */
    void leave(RoomName room, OutboundQueue queue) {
        String id = idOf(new Destination.RoomTopic(room));
        if (id != null) {
            remove(id, queue);
        }
    }

    /** Returns the id of the subscription to a destination; null if there is none. */
    @Nullable
    String idOf(Destination destination) {
        Subscription subscription = byDestination.get(destination);
        return subscription == null ? null : subscription.id();
    }
}
