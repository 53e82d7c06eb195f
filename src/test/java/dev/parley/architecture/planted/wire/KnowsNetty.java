package dev.parley.architecture.planted.wire;

import java.util.List;

final class KnowsNetty {

    final List<Class<?>> known = List.of(io.netty.channel.Channel.class);
}
