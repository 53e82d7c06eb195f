package dev.parley.chat.room;

import dev.parley.chat.identity.IpAddresses;
import dev.parley.text.RoomName;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The addresses from which rooms were created, and the limit of rooms per address. Thread-safe; never blocks.
 */
final class RoomCreators {

    private final AdmissionLimits.PerAddress limit;
    private final Map<RoomName, String> creators = new HashMap<>(); // guarded by this; the client prefix
    private final Map<String, Set<RoomName>> rooms = new HashMap<>(); // guarded by this; least recently used first

    RoomCreators(AdmissionLimits.PerAddress limit) {
        this.limit = limit;
    }

    /** Records that a room is created from an address; returns false if the address has too many. */
    synchronized boolean tryAdd(RoomName room, String address) {
        String creator = IpAddresses.clientPrefix(address);
        Set<RoomName> own = rooms.getOrDefault(creator, Set.of());
        if (creators.containsKey(room)) {
            return true;
        } else if (limit.appliesTo(address) && own.size() >= limit.most()) {
            return false;
        }
        creators.put(room, creator);
        rooms.computeIfAbsent(creator, added -> new LinkedHashSet<>()).add(room);
        return true;
    }

    /**
     * Adds a stored room as the one that was used last.
     *
     * @param creator the client prefix; null if it is unknown
     */
    synchronized void restore(RoomName room, @Nullable String creator) {
        if (creator != null) {
            creators.put(room, creator);
            rooms.computeIfAbsent(creator, added -> new LinkedHashSet<>()).add(room);
        }
    }

    /** Records that a room is used. */
    synchronized void use(RoomName room) {
        String creator = creators.get(room);
        Set<RoomName> own = creator == null ? null : rooms.get(creator);
        if (own != null && own.remove(room)) {
            own.add(room);
        }
    }

    /** Removes a room. */
    synchronized void remove(RoomName room) {
        String creator = creators.remove(room);
        if (creator != null) {
            rooms.computeIfPresent(creator, (key, own) -> own.remove(room) && own.isEmpty() ? null : own);
        }
    }

    /** Returns the rooms that were created from an address, the least recently used first. */
    synchronized List<RoomName> createdFrom(String address) {
        return List.copyOf(rooms.getOrDefault(IpAddresses.clientPrefix(address), Set.of()));
    }

    /**
     * Returns the rooms of the address with the most rooms, the least recently used first; none unless it has at least 2
     * rooms more than {@code address}.
     */
    synchronized List<RoomName> createdFromLargest(String address) {
        int own =
                rooms.getOrDefault(IpAddresses.clientPrefix(address), Set.of()).size();
        return rooms.values().stream()
                .max(Comparator.comparingInt(Set::size))
                .filter(most -> most.size() >= own + 2)
                .map(List::copyOf)
                .orElse(List.of());
    }
}
