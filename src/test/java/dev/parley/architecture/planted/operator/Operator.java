package dev.parley.architecture.planted.operator;

import java.util.List;

/** Allowed. */
public final class Operator {

    final List<Class<?>> known = List.of(
            dev.parley.architecture.planted.room.Room.class,
            dev.parley.architecture.planted.command.Command.class,
            org.jline.reader.LineReader.class,
            tools.jackson.databind.json.JsonMapper.class,
            org.springframework.stereotype.Component.class);
}
