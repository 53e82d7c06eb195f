package dev.parley.architecture.planted.elsewhere;

import java.util.List;

final class KnowsRoot {

    final List<Class<?>> known = List.of(dev.parley.architecture.planted.Root.class);
}
