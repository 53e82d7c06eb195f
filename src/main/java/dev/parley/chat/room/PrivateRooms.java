package dev.parley.chat.room;

import dev.parley.text.RoomName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The private rooms as this node knows them. Thread-safe; nothing blocks. */
public final class PrivateRooms {

    private final ConcurrentMap<RoomName, PrivateRoom> rooms = new ConcurrentHashMap<>();

    PrivateRooms() {}

    /** Returns whether a room is private. */
    public boolean contains(RoomName room) {
        return rooms.containsKey(room);
    }

    /** Finds a private room. */
    public Optional<PrivateRoom> find(RoomName room) {
        return Optional.ofNullable(rooms.get(room));
    }

    /** Returns whether a user may enter a room without the rights of an operator: it is not private, or the user is a member. */
    public boolean isOpenTo(RoomName room, String userId) {
        PrivateRoom known = rooms.get(room);
        return known == null || known.members().contains(userId);
    }

    /** Returns the private rooms, by name. */
    public List<RoomName> names() {
        return rooms.keySet().stream().sorted().toList();
    }

    /** Replaces what is known of one room. */
    public void set(RoomName room, Optional<PrivateRoom> stored) {
        stored.ifPresentOrElse(known -> rooms.put(room, known), () -> rooms.remove(room));
    }

    /** Replaces what is known of all rooms, without a moment at which a room that stays private is open. */
    public void setAll(Collection<PrivateRoom> stored) {
        Map<RoomName, PrivateRoom> next = new ConcurrentHashMap<>();
        stored.forEach(room -> next.put(room.room(), room));
        rooms.putAll(next);
        rooms.keySet().retainAll(next.keySet());
    }
}
