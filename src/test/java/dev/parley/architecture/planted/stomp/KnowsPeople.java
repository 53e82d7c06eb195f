package dev.parley.architecture.planted.stomp;

import java.util.List;

final class KnowsPeople {

    final List<Class<?>> known = List.of(dev.parley.architecture.planted.people.Name.class);
}
