package dev.parley.chat.room;

import dev.parley.protocol.api.RefusalCodes;
import dev.parley.text.RoomName;
import java.util.List;

/** The refusals of requests of bots that their keys do not allow. */
public final class KeyRefusals {

    private KeyRefusals() {}

    /** Code {@code key-not-allowed}: the bot may not use this room. */
    public static Refusal otherRoom(RoomName room) {
        return of("This key is not for the room " + room + ". An operator chooses the rooms: /bot NAME ROOM…");
    }

    /** Code {@code key-not-allowed}: the bot may only read. */
    public static Refusal readOnly() {
        return of("This key is only for reading. An operator creates bots that write: /bot NAME ROOM… write");
    }

    private static Refusal of(String sentence) {
        return new Refusal(RefusalCodes.KEY_NOT_ALLOWED, sentence, List.of(), null);
    }
}
