package dev.parley.architecture.planted.people;

import java.util.List;

/** Knows the room, and so closes a cycle. */
public final class Person {

    final List<Class<?>> known = List.of(dev.parley.architecture.planted.room.Room.class);

    /** Badly named. */
    static final class LookUpHelper {}
}
