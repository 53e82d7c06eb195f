package dev.parley.architecture.planted.bridge.irc;

import java.util.List;

final class KnowsOperator {

    final List<Class<?>> known = List.of(dev.parley.architecture.planted.operator.Operator.class);
}
