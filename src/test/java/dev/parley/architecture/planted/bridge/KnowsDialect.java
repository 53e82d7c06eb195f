package dev.parley.architecture.planted.bridge;

import java.util.List;

/** Closes a cycle, too. */
final class KnowsDialect {

    final List<Class<?>> known = List.of(dev.parley.architecture.planted.bridge.line.Line.class);
}
