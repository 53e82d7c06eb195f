package dev.parley.architecture.planted.bridge.framed;

import java.util.List;

/** Allowed. */
public final class Framed {

    final List<Class<?>> known =
            List.of(dev.parley.architecture.planted.bridge.Bridge.class, io.netty.channel.Channel.class);
}
