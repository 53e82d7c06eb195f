package dev.parley.chat.room;

import dev.parley.chat.identity.User;

/** The membership of a user in a room by one connection. Immutable; created by joining. */
public final class Membership implements JoinResult {

    private final User user;
    private final Cursor cursor;

    Membership(User user, Cursor cursor) {
        this.user = user;
        this.cursor = cursor;
    }

    /** Returns the user. */
    public User user() {
        return user;
    }

    /** Returns the room. */
    public Room room() {
        return cursor.room();
    }

    /** Returns the cursor of this connection. */
    public Cursor cursor() {
        return cursor;
    }
}
