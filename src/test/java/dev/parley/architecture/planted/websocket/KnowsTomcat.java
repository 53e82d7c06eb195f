package dev.parley.architecture.planted.websocket;

import java.util.List;

final class KnowsTomcat {

    final List<Class<?>> known = List.of(org.apache.catalina.Context.class);
}
