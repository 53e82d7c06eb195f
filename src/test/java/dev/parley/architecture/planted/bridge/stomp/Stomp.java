package dev.parley.architecture.planted.bridge.stomp;

import java.util.List;

/** Allowed. */
public final class Stomp {

    final List<Class<?>> known = List.of(
            dev.parley.architecture.planted.stomp.Frame.class,
            dev.parley.architecture.planted.wire.Wire.class,
            dev.parley.architecture.planted.bridge.Bridge.class,
            io.netty.channel.Channel.class);
}
