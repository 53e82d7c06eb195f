package dev.parley.architecture.planted.bridge.line;

import java.util.List;

/** A second public type, too. */
public final class KnowsSpring {

    final List<Class<?>> known = List.of(org.springframework.context.SmartLifecycle.class);
}
