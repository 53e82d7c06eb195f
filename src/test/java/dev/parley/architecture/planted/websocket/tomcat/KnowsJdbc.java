package dev.parley.architecture.planted.websocket.tomcat;

import java.util.List;

final class KnowsJdbc {

    final List<Class<?>> known = List.of(org.springframework.jdbc.core.simple.JdbcClient.class);
}
