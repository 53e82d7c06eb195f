package dev.parley.architecture.planted.bridge.talk;

import java.util.List;

final class KnowsDialect {

    final List<Class<?>> known = List.of(dev.parley.architecture.planted.bridge.line.Line.class);
}
