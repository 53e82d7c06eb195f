package dev.parley.protocol;

import dev.parley.chat.room.RoomPage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encodes a page of found rooms as JSON in UTF-8. */
public final class RoomPageJson {

    private record PageJson(
            List<RoomView.RoomJson> rooms,
            int total,
            @Nullable String next) {}

    private RoomPageJson() {}

    /** Encodes a page: {@code {rooms: [{name, topic, people}…], total, next}}. */
    public static byte[] of(RoomPage page) {
        return Json.encode(new PageJson(RoomView.json(page.rooms()), page.total(), nextOf(page)));
    }

    /** Returns the name after which the next page begins; null if there is none. */
    static @Nullable String nextOf(RoomPage page) {
        return page.next() == null ? null : page.next().text();
    }
}
