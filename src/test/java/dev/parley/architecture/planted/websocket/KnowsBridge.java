package dev.parley.architecture.planted.websocket;

import java.util.List;

final class KnowsBridge {

    final List<Class<?>> known = List.of(dev.parley.architecture.planted.bridge.Bridge.class);
}
