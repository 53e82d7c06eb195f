package dev.parley.architecture.planted.command;

import java.util.List;

final class KnowsWire {

    final List<Class<?>> known = List.of(dev.parley.architecture.planted.wire.Wire.class);
}
