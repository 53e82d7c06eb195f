package dev.parley.architecture.planted.terminal;

import java.util.List;

final class KnowsSpring {

    final List<Class<?>> known = List.of(org.springframework.context.ApplicationContext.class);
}
