package dev.parley.protocol;

import dev.parley.chat.room.RoomSummary;
import dev.parley.stomp.Body;
import dev.parley.stomp.StompVersion;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The list of rooms at one time, encoded once. Sessions with the same subscription id and version share the frame.
 * Thread-safe.
 */
final class RoomList {

    /** The most frames that are shared; clients choose the ids, so that there may be more. */
    private static final int MAX_FRAMES = 64;

    private record RoomJson(String name, String topic, int people) {}

    private record Key(StompVersion version, String subscription) {}

    private final long change;
    private final Body body;
    private final ConcurrentMap<Key, byte[]> frames = new ConcurrentHashMap<>();

    /**
     * Encodes a list.
     *
     * @param change the number of the last change that the list contains
     */
    RoomList(long change, List<RoomSummary> rooms) {
        this.change = change;
        this.body = Body.of(Json.encode(rooms.stream()
                .map(room -> new RoomJson(room.name().text(), room.topic(), room.people()))
                .toList()));
    }

    /** Returns the number of the last change that the list contains. */
    long change() {
        return change;
    }

    /** Returns the MESSAGE frame for a subscription; the same array each time, which must not be changed. */
    byte[] frame(ServerFrames encoder, String subscription) {
        Key key = new Key(encoder.version(), subscription);
        byte[] known = frames.get(key);
        if (known != null) {
            return known;
        }
        byte[] frame = encoder.rooms(subscription, "rooms+" + change, body);
        return frames.size() < MAX_FRAMES ? frames.computeIfAbsent(key, added -> frame) : frame;
    }
}
