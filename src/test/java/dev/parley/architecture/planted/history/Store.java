package dev.parley.architecture.planted.history;

import java.util.List;

/** Allowed. */
public final class Store {

    final List<Class<?>> known = List.of(
            dev.parley.architecture.planted.room.Room.class,
            org.springframework.jdbc.core.simple.JdbcClient.class,
            org.flywaydb.core.Flyway.class,
            org.sqlite.SQLiteDataSource.class);
}
