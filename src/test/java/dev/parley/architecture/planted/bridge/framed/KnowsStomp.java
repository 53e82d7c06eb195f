package dev.parley.architecture.planted.bridge.framed;

import java.util.List;

final class KnowsStomp {

    final List<Class<?>> known = List.of(dev.parley.architecture.planted.stomp.Frame.class);
}
