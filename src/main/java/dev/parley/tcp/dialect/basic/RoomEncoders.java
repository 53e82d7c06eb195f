package dev.parley.tcp.dialect.basic;

import dev.parley.chat.room.Room;
import java.util.Map;
import java.util.WeakHashMap;

/** The event encoders of one format by room, shared by all connections. Safe from any thread. */
public final class RoomEncoders {

    private final EventFormat format;

    /** By room; an entry is removed with its room. */
    private final Map<Room, RoomEventEncoder> encoders = new WeakHashMap<>(); // guarded by itself

    /** Creates the encoders of a format. */
    public RoomEncoders(EventFormat format) {
        this.format = format;
    }

    /** Returns the format. */
    public EventFormat format() {
        return format;
    }

    /** Returns the encoder of a room. */
    RoomEventEncoder encoder(Room room) {
        synchronized (encoders) {
            return encoders.computeIfAbsent(room, key -> new RoomEventEncoder(key.name(), format));
        }
    }
}
