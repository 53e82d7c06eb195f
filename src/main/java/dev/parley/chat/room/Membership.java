package dev.parley.chat.room;

import dev.parley.chat.identity.User;

/** The membership of one session of a user in a room. Immutable; created by joining. */
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

    /** Returns whether both are memberships of the same session. */
    boolean hasSubscriberOf(Membership other) {
        return cursor.subscriber() == other.cursor.subscriber();
    }

    /** Returns the cursor of this session. */
    public Cursor cursor() {
        return cursor;
    }
}
