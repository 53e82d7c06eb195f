package dev.parley.architecture.planted.web;

import java.util.List;

/** Allowed. */
public final class Page {

    final List<Class<?>> known = List.of(
            dev.parley.architecture.planted.room.Room.class,
            dev.parley.architecture.planted.wire.Wire.class,
            org.springframework.web.bind.annotation.GetMapping.class,
            tools.jackson.databind.json.JsonMapper.class);
}
