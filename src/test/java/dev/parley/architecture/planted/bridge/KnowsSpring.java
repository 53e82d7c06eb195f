package dev.parley.architecture.planted.bridge;

import java.util.List;

final class KnowsSpring {

    final List<Class<?>> known = List.of(org.springframework.stereotype.Component.class);
}
