package dev.parley.architecture.planted.cli;

import java.util.List;

final class KnowsSpring {

    final List<Class<?>> known = List.of(org.springframework.context.ApplicationContext.class);
}
