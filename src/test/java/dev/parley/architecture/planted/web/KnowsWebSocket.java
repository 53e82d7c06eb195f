package dev.parley.architecture.planted.web;

import java.util.List;

final class KnowsWebSocket {

    final List<Class<?>> known = List.of(org.springframework.web.socket.WebSocketSession.class);
}
