package dev.parley.architecture.planted.websocket.tomcat;

import java.util.List;

/** Allowed. */
public final class Upgrade {

    final List<Class<?>> known = List.of(org.apache.catalina.Context.class);
}
