package dev.parley.architecture.planted.room;

import java.util.List;

/** Allowed. */
public final class Room {

    final List<Class<?>> known = List.of(
            dev.parley.architecture.planted.people.Person.class, org.slf4j.Logger.class, javax.sql.DataSource.class);
}
