package dev.parley.websocket;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.server.HandshakeHandler;
import org.springframework.web.socket.sockjs.transport.SockJsServiceConfig;
import org.springframework.web.socket.sockjs.transport.handler.WebSocketTransportHandler;
import org.springframework.web.socket.sockjs.transport.session.AbstractSockJsSession;
import org.springframework.web.socket.sockjs.transport.session.WebSocketServerSockJsSession;

/** The SockJS transport {@code websocket}, which answers malformed input without a stack trace in the log. */
final class SockJsWebSocketTransport extends WebSocketTransportHandler {

    SockJsWebSocketTransport(HandshakeHandler handshake) {
        super(handshake);
    }

    @Override
    public AbstractSockJsSession createSession(String id, WebSocketHandler handler, Map<String, Object> attributes) {
        return new Session(id, getServiceConfig(), handler, attributes);
    }

    private static final class Session extends WebSocketServerSockJsSession {

        private Session(
                String id,
                SockJsServiceConfig config,
                WebSocketHandler handler,
                @Nullable Map<String, Object> attributes) {
            super(id, config, handler, attributes);
        }

        @Override
        public void handleMessage(TextMessage message, WebSocketSession socket) {
            if (message.getPayloadLength() == 0) {
                return;
            }
            String[] messages = decoded(message.getPayload());
            if (messages == null) {
                StompProtocolHandler.onMalformedInput(this);
            } else {
                delegateMessages(messages);
            }
        }

        /** Returns the messages; null if they cannot be read. */
        private String @Nullable [] decoded(String payload) {
            try {
                String[] messages = getSockJsServiceConfig().getMessageCodec().decode(payload);
                return messages == null || Arrays.stream(messages).anyMatch(Objects::isNull) ? null : messages;
            } catch (Exception ignored) {
                return null;
            }
        }
    }
}
