package dev.parley.room;

import dev.parley.chat.identity.User;

/** A person's place in a room, by one connection. Immutable; from {@link Visit#join}. */
public final class Seat implements Seating {

    private final User user;
    private final Cursor cursor;

    Seat(User user, Cursor cursor) {
        this.user = user;
        this.cursor = cursor;
    }

    /** Who sits here. */
    public User user() {
        return user;
    }

    /** The room. */
    public Room room() {
        return cursor.room();
    }

    /** What this connection has heard of the room so far. */
    public Cursor cursor() {
        return cursor;
    }
}
