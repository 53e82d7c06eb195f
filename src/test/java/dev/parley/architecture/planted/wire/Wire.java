package dev.parley.architecture.planted.wire;

import java.util.List;

/** Allowed. */
public final class Wire {

    final List<Class<?>> known = List.of(
            dev.parley.architecture.planted.room.Room.class,
            dev.parley.architecture.planted.command.Command.class,
            dev.parley.architecture.planted.stomp.Frame.class,
            tools.jackson.databind.json.JsonMapper.class);
}
