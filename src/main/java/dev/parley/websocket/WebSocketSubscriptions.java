package dev.parley.websocket;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.EventEncoder;
import dev.parley.chat.room.RoomName;
import dev.parley.protocol.Destination;
import dev.parley.protocol.OutboundQueue;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What one connection has subscribed to, each destination once, under ids of its own. Safe from any thread. */
final class WebSocketSubscriptions {

    private final Map<String, Subscription> byId = new ConcurrentHashMap<>();
    private final Map<Destination, Subscription> byDestination = new ConcurrentHashMap<>();

    /** One of them; to a room it has a cursor as soon as there is a seat. */
    static final class Subscription {
        private final String id;
        private final Destination destination;
        private @Nullable Cursor cursor; // guarded by this
        private boolean ended; // guarded by this

        private Subscription(String id, Destination destination) {
            this.id = id;
            this.destination = destination;
        }

        /** Its id. */
        String id() {
            return id;
        }

        /** What it is to. */
        Destination destination() {
            return destination;
        }

        /** Begins to hear a room, unless it has been ended meanwhile. */
        synchronized void subscribe(Cursor place, EventEncoder<byte[]> eventEncoder, OutboundQueue outboundQueue) {
            if (!ended) {
                cursor = place;
                outboundQueue.subscribe(place, eventEncoder);
            }
        }

        private synchronized void end(OutboundQueue outboundQueue) {
            ended = true;
            if (cursor != null) {
                outboundQueue.unsubscribe(cursor);
            }
        }
    }

    /** A new one; null if the id or the destination is taken. */
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

    /** Ends the one of this id; null if there is none. */
    @Nullable
    Subscription remove(String id, OutboundQueue outboundQueue) {
        Subscription subscription = byId.remove(id);
        if (subscription != null) {
            byDestination.remove(subscription.destination(), subscription);
            subscription.end(outboundQueue);
        }
        return subscription;
    }

    /** Ends the one to this room, if there is one. */
    void leave(RoomName room, OutboundQueue outboundQueue) {
        String id = idOf(new Destination.RoomTopic(room));
        if (id != null) {
            remove(id, outboundQueue);
        }
    }

    /** The id of the one to this destination; null if there is none. */
    @Nullable
    String idOf(Destination destination) {
        Subscription subscription = byDestination.get(destination);
        return subscription == null ? null : subscription.id();
    }
}
