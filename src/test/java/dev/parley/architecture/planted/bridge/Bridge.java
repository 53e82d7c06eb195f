package dev.parley.architecture.planted.bridge;

import java.util.List;

/** Allowed. */
public final class Bridge {

    final List<Class<?>> known = List.of(
            dev.parley.architecture.planted.room.Room.class,
            io.netty.channel.Channel.class,
            org.springframework.context.SmartLifecycle.class);
}
