package dev.parley.chat.room;

import dev.parley.chat.identity.Presence;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The joins and leaves of a room with many users, collected for one event. A user who joined and left in between is
 * omitted. Confined to the room's executor.
 */
final class PresenceBatch {

    private final Map<String, Presence> joined = new LinkedHashMap<>();
    private final Set<String> left = new LinkedHashSet<>();

    void joined(Presence presence) {
        if (!left.remove(presence.name())) {
            joined.put(presence.name(), presence);
        }
    }

    void left(String name) {
        if (joined.remove(name) == null) {
            left.add(name);
        }
    }

    boolean isEmpty() {
        return joined.isEmpty() && left.isEmpty();
    }

    /** Returns the event of all that was collected, and clears the batch. */
    RoomEvent.Gathered toEvent(int people, Instant at) {
        var event = new RoomEvent.Gathered(people, List.copyOf(joined.values()), List.copyOf(left), at);
        joined.clear();
        left.clear();
        return event;
    }
}
