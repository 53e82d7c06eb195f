package dev.parley.chat.room;

import dev.parley.chat.identity.User;
import dev.parley.chat.session.Session;

/** A person's place in a room, by one connection. Immutable; from {@link Session#join}. */
public final class Membership implements JoinResult {

    private final User user;
    private final Cursor cursor;

    Membership(User user, Cursor cursor) {
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
