package dev.parley.websocket;

import dev.parley.chat.session.Session;
import dev.parley.protocol.Destination;
import dev.parley.stomp.Frame;
import dev.parley.stomp.Headers;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.web.socket.WebSocketSession;

/**
 * A valid frame of a client on its way through Spring's channel. The sender is known from the connection, never from
 * the frame.
 *
 * @param destination the destination; null for frames without one
 */
record StompRequest(
        WebSocketConnection webSocketConnection,
        InboundDecoder inboundDecoder,
        Frame frame,
        @Nullable Destination destination) {

    private static final String HEADER = "parley.request";

    /** Returns the request as a message for Spring's channels. */
    Message<byte[]> toMessage(WebSocketSession session, SimpMessageType type) {
        SimpMessageHeaderAccessor headers = SimpMessageHeaderAccessor.create(type);
        headers.setSessionId(session.getId());
        headers.setSessionAttributes(session.getAttributes());
        String written = frame.headers().get(Headers.DESTINATION);
        if (written != null) {
            headers.setDestination(written);
        }
        headers.setHeader(HEADER, this);
        headers.setLeaveMutable(true);
        return MessageBuilder.createMessage(frame.body().toByteArray(), headers.getMessageHeaders());
    }

    /** Returns the request of a message; null if it has none. */
    static @Nullable StompRequest of(Message<?> message) {
        return message.getHeaders().get(HEADER, StompRequest.class);
    }

    /** Returns the requested receipt. */
    @Nullable
    String receipt() {
        return frame.headers().get(Headers.RECEIPT);
    }

    /** Returns the session; only requests of logged-in clients reach the callers. */
    Session session() {
        Session session = webSocketConnection.session();
        if (session == null) {
            throw new IllegalStateException("A request was accepted before its sender was logged in.");
        }
        return session;
    }

    /** Resolves parameters of this type in controller methods. */
    static final class Resolver implements HandlerMethodArgumentResolver {

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == StompRequest.class;
        }

        @Override
        public @Nullable Object resolveArgument(MethodParameter parameter, Message<?> message) {
            return of(message);
        }
    }
}
