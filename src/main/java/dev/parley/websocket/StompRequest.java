package dev.parley.websocket;

import dev.parley.chat.session.Session;
import dev.parley.protocol.Destination;
import dev.parley.protocol.FrameValidator;
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
 * A frame of a client on its way through Spring's channel, which has passed {@link FrameValidator}. Who sent it is the
 * connection's matter; nothing of that is read from the frame.
 *
 * @param destination null for frames that have none
 */
record StompRequest(
        WebSocketConnection webSocketConnection,
        InboundDecoder inboundDecoder,
        Frame frame,
        @Nullable Destination destination) {

    private static final String HEADER = "parley.request";

    /** The request as a message for Spring's channels. */
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

    /** The request that this message carries; null if it is another one. */
    static @Nullable StompRequest of(Message<?> message) {
        return message.getHeaders().get(HEADER, StompRequest.class);
    }

    /** The receipt it asks for. */
    @Nullable
    String receipt() {
        return frame.headers().get(Headers.RECEIPT);
    }

    /** Whose request it is. Only requests of visits reach whoever asks this. */
    Session session() {
        Session session = webSocketConnection.session();
        if (session == null) {
            throw new IllegalStateException("A request passed that came before its sender was let in.");
        }
        return session;
    }

    /** Hands requests to the methods of controllers that take one. */
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
