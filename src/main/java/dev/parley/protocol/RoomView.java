package dev.parley.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.chat.room.RoomDirectory;
import dev.parley.chat.room.RoomSummary;
import dev.parley.protocol.api.EventTypes;
import dev.parley.stomp.Body;
import dev.parley.stomp.StompVersion;
import dev.parley.text.RoomName;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/**
 * The first rooms at one time, and what has changed since the view before. Sessions with the same subscription id and STOMP
 * version share the frames, which are encoded when the first session needs them. Thread-safe.
 */
final class RoomView {

    /** The most frames that are shared; clients choose the ids, so that there may be more. */
    private static final int MAX_FRAMES = 64;

    /** A room in JSON; {@code private} is left out if it is not true. */
    record RoomJson(
            String name,
            String topic,
            int people,

            @JsonProperty("private") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
            boolean isPrivate) {
        static RoomJson of(RoomSummary room) {
            return new RoomJson(room.name().text(), room.topic(), room.people(), room.isPrivate());
        }
    }

    private record SnapshotJson(String type, int total, List<RoomJson> rooms) {}

    private record ChangesJson(String type, int total, List<RoomJson> rooms, List<String> removed) {}

    private enum Form {
        SNAPSHOT,
        CHANGES,
        LIST
    }

    private record Key(Form form, StompVersion version, String subscription) {}

    private final long version;
    private final long change;
    private final int total;
    private final Map<RoomName, RoomSummary> rooms;
    private final List<RoomSummary> following;
    private final List<RoomSummary> changed;
    private final List<RoomName> removed;
    private final ConcurrentMap<Key, byte[]> frames = new ConcurrentHashMap<>();

    private RoomView(
            long version,
            long change,
            int total,
            Map<RoomName, RoomSummary> rooms,
            List<RoomSummary> following,
            List<RoomSummary> changed,
            List<RoomName> removed) {
        this.version = version;
        this.change = change;
        this.total = total;
        this.rooms = rooms;
        this.following = following;
        this.changed = changed;
        this.removed = removed;
    }

    /** Returns the view before any room. */
    static RoomView empty() {
        return new RoomView(0, -1, 0, Map.of(), List.of(), List.of(), List.of());
    }

    /**
     * Returns the view after this one: with the same version if the first rooms have not changed.
     *
     * @param counted the number of the last change that the view contains
     * @param ranked the first rooms, in order, and those that follow
     * @param all the number of all rooms
     */
    RoomView next(long counted, List<RoomSummary> ranked, int all) {
        int size = Math.min(ranked.size(), RoomDirectory.PAGE);
        List<RoomSummary> first = ranked.subList(0, size);
        List<RoomSummary> after = List.copyOf(ranked.subList(size, ranked.size()));
        Map<RoomName, RoomSummary> now = new LinkedHashMap<>();
        first.forEach(room -> now.put(room.name(), room));
        if (version > 0 && now.equals(rooms)) {
            return new RoomView(version, counted, all, now, after, changed, removed);
        }
        return new RoomView(
                version + 1,
                counted,
                all,
                now,
                after,
                first.stream()
                        .filter(room -> !room.equals(rooms.get(room.name())))
                        .toList(),
                rooms.keySet().stream().filter(name -> !now.containsKey(name)).toList());
    }

    /** Returns the number of the view, which rises by 1 with each change of the first rooms. */
    long version() {
        return version;
    }

    /** Returns the number of the last change that the view contains. */
    long change() {
        return change;
    }

    /** Returns whether a room is one of the first. */
    boolean contains(RoomName room) {
        return rooms.containsKey(room);
    }

    /** Returns the rooms that follow the first ones, in order. */
    List<RoomSummary> following() {
        return following;
    }

    /** Returns the frame with all first rooms; the same array each time, which must not be changed. */
    byte[] snapshot(ServerFrames encoder, String subscription) {
        return frame(Form.SNAPSHOT, encoder, subscription);
    }

    /** Returns the frame with what has changed since the view before; the same array each time. */
    byte[] changes(ServerFrames encoder, String subscription) {
        return frame(Form.CHANGES, encoder, subscription);
    }

    /** Returns a frame with changes of rooms of one session. */
    byte[] changes(ServerFrames encoder, String subscription, Collection<RoomSummary> own, Collection<RoomName> left) {
        return encoder.rooms(subscription, "rooms+" + change, Body.of(Json.encode(changesJson(own, left))));
    }

    /** Returns the frame with the list for clients that know no changes: the own rooms of the session, then the first rooms. */
    byte[] list(ServerFrames encoder, String subscription, Collection<RoomSummary> own) {
        return own.isEmpty()
                ? frame(Form.LIST, encoder, subscription)
                : encoder.rooms(subscription, "rooms+" + change, list(own));
    }

    private byte[] frame(Form form, ServerFrames encoder, String subscription) {
        Key key = new Key(form, encoder.version(), subscription);
        byte[] known = frames.get(key);
        if (known != null) {
            return known;
        }
        byte[] frame = encoder.rooms(subscription, "rooms+" + change, body(form));
        return frames.size() < MAX_FRAMES ? frames.computeIfAbsent(key, added -> frame) : frame;
    }

    private Body body(Form form) {
        return switch (form) {
            case SNAPSHOT -> Body.of(Json.encode(new SnapshotJson(EventTypes.ROOMS, total, json(rooms.values()))));
            case CHANGES -> Body.of(Json.encode(changesJson(changed, removed)));
            case LIST -> list(List.of());
        };
    }

    private ChangesJson changesJson(Collection<RoomSummary> upserts, Collection<RoomName> left) {
        return new ChangesJson(
                EventTypes.ROOMS_CHANGED,
                total,
                json(upserts),
                left.stream().map(RoomName::text).toList());
    }

    private Body list(Collection<RoomSummary> own) {
        return Body.of(Json.encode(Stream.concat(own.stream(), rooms.values().stream())
                .map(RoomJson::of)
                .toList()));
    }

    static List<RoomJson> json(Collection<RoomSummary> summaries) {
        return summaries.stream().map(RoomJson::of).toList();
    }
}
