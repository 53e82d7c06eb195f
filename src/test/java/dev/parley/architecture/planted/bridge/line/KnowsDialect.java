package dev.parley.architecture.planted.bridge.line;

import java.util.List;

final class KnowsDialect {

    final List<Class<?>> known = List.of(dev.parley.architecture.planted.bridge.framed.Framed.class);
}
