package dev.parley.architecture.planted;

import java.util.List;

/** Allowed: the base may know everything. */
public final class Root {

    final List<Class<?>> known = List.of(
            dev.parley.architecture.planted.people.Name.class,
            org.springframework.context.ApplicationContext.class,
            io.netty.channel.Channel.class);
}
