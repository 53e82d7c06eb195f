package dev.parley.chat.room;

import dev.parley.text.RoomName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the rooms that a search has found.
 *
 * @param total the number of rooms on all pages
 * @param next the last room of this page, after which the next page begins; null if this is the last page
 */
public record RoomPage(
        List<RoomSummary> rooms, int total, @Nullable RoomName next) {

    /** Copies the rooms. */
    public RoomPage {
        rooms = List.copyOf(rooms);
    }
}
