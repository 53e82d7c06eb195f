package dev.parley.room;

import dev.parley.people.Person;

/** A person's place in a room, by one connection. Immutable; from {@link Visit#join}. */
public final class Seat implements Seating {

    private final Person person;
    private final Cursor cursor;

    Seat(Person person, Cursor cursor) {
        this.person = person;
        this.cursor = cursor;
    }

    /** Who sits here. */
    public Person person() {
        return person;
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
