package dev.parley.architecture.planted.history;

import java.util.List;

final class KnowsWiring {

    final List<Class<?>> known = List.of(org.springframework.stereotype.Component.class);
}
