package dev.parley.architecture.planted.websocket;

import java.util.List;

/** Allowed. */
public final class Endpoint {

    final List<Class<?>> known = List.of(
            dev.parley.architecture.planted.wire.Wire.class,
            dev.parley.architecture.planted.stomp.Frame.class,
            org.springframework.stereotype.Component.class,
            org.springframework.messaging.Message.class,
            org.springframework.web.socket.WebSocketSession.class);
}
