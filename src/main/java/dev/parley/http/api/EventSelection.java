package dev.parley.http.api;

import dev.parley.chat.room.RoomEvent;
import dev.parley.protocol.api.EventTypes;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The events that a stream delivers. The first one and the one before a shutdown are always delivered.
 *
 * @param types the types
 */
record EventSelection(Set<String> types) {

    private static final EventTypeEncoder TYPE = new EventTypeEncoder();

    private static final Set<String> ALWAYS = Set.of(EventTypes.WELCOME, EventTypes.CLOSING);

    private static final Set<String> USUAL = Set.of(
            EventTypes.SAID,
            EventTypes.EDITED,
            EventTypes.DELETED,
            EventTypes.REACTED,
            EventTypes.TOPIC,
            EventTypes.SETTINGS);

    private static final List<String> ALL = List.of(
            EventTypes.SAID,
            EventTypes.EDITED,
            EventTypes.DELETED,
            EventTypes.REACTED,
            EventTypes.TOPIC,
            EventTypes.SETTINGS,
            EventTypes.JOINED,
            EventTypes.LEFT,
            EventTypes.RENAMED,
            EventTypes.PRESENCE,
            EventTypes.TYPING);

    /** Copies the types. */
    EventSelection {
        types = Set.copyOf(types);
    }

    /**
     * Parses a list with commas, or {@code all}; null for the usual ones.
     *
     * @throws RefusedRequestException if a type is unknown
     */
    static EventSelection parse(@Nullable String written) {
        if (written == null) {
            return new EventSelection(USUAL);
        } else if (written.equals("all")) {
            return new EventSelection(Set.copyOf(ALL));
        }
        List<String> types = Arrays.stream(written.split(",", -1)).distinct().toList();
        if (!ALL.containsAll(types)) {
            throw RefusedRequestException.malformed(
                    "The parameter events must be “all”, or a list with commas of " + String.join(", ", ALL) + ".");
        }
        return new EventSelection(Set.copyOf(types));
    }

    /** Returns whether an event is delivered. */
    boolean includes(RoomEvent event) {
        String type = event.encode(TYPE);
        return type != null && (types.contains(type) || ALWAYS.contains(type));
    }
}
