package dev.parley.architecture.planted.command;

import java.util.List;

/** Allowed. */
public final class Command {

    final List<Class<?>> known = List.of(
            dev.parley.architecture.planted.people.Person.class, dev.parley.architecture.planted.room.Room.class);
}
