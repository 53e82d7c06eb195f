package dev.parley.architecture.planted.bridge.line;

import java.util.List;

/** Allowed but for the second public type beside it. */
public final class Line {

    final List<Class<?>> known = List.of(
            dev.parley.architecture.planted.bridge.Bridge.class,
            dev.parley.architecture.planted.command.Command.class,
            dev.parley.architecture.planted.room.Room.class,
            io.netty.channel.Channel.class);
}
