package dev.parley.websocket;

import dev.parley.protocol.StompRequest;
import dev.parley.stomp.Headers;
import dev.parley.stomp.MalformedFrameException;
import dev.parley.stomp.StompCommand;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.messaging.SubProtocolHandler;

/**
 * STOMP on Spring's sessions: passes each request through the inbound channel to {@link
 * ChatBrokerHandler} and {@link MessageController}. Unlike Spring's handler it decodes no frame beyond the limits. Called on the container's threads, one at a time per session.
 */
final class StompProtocolHandler implements SubProtocolHandler {

    private static final List<String> PROTOCOLS = List.of("v12.stomp", "v11.stomp", "v10.stomp");
    private static final byte[] NOTHING = {}; // requests carry the decoded frame
    private static final String CONNECTION = WebSocketConnection.class.getName();
    private static final String REQUEST = StompRequest.class.getName();

    private final WebSocketEndpoint endpoint;

    StompProtocolHandler(WebSocketEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public List<String> getSupportedProtocols() {
        return PROTOCOLS;
    }

    @Override
    public void afterSessionStarted(WebSocketSession session, MessageChannel channel) {
        WebSocketConnection connection = endpoint.open(session, request -> channel.send(toMessage(session, request)));
        session.getAttributes().put(CONNECTION, connection);
    }

    @Override
    public void handleMessageFromClient(WebSocketSession session, WebSocketMessage<?> message, MessageChannel channel) {
        WebSocketConnection connection = webSocketConnection(session);
        if (connection == null) {
            return;
        }
        connection.activityTracker().onReceived(System.nanoTime());
        if (message instanceof TextMessage text) {
            connection.receive(ByteBuffer.wrap(text.getPayload().getBytes(StandardCharsets.UTF_8)));
        } else if (message instanceof BinaryMessage binary) {
            connection.receive(binary.getPayload());
        }
    }

    /** Returns the request as a message for Spring's channels, which route it by type and destination. */
    private static Message<byte[]> toMessage(WebSocketSession session, StompRequest request) {
        SimpMessageHeaderAccessor headers =
                SimpMessageHeaderAccessor.create(typeOf(request.frame().stompCommand()));
        headers.setSessionId(session.getId());
        headers.setSessionAttributes(session.getAttributes());
        String destination = request.frame().headers().get(Headers.DESTINATION);
        if (destination != null) {
            headers.setDestination(destination);
        }
        headers.setHeader(REQUEST, request);
        headers.setLeaveMutable(true);
        return MessageBuilder.createMessage(NOTHING, headers.getMessageHeaders());
    }

    /** Returns the request of a message; null if it has none. */
    static @Nullable StompRequest requestOf(Message<?> message) {
        return message.getHeaders().get(REQUEST, StompRequest.class);
    }

    private static SimpMessageType typeOf(StompCommand command) {
        return switch (command) {
            case CONNECT, STOMP -> SimpMessageType.CONNECT;
            case SUBSCRIBE -> SimpMessageType.SUBSCRIBE;
            case UNSUBSCRIBE -> SimpMessageType.UNSUBSCRIBE;
            case DISCONNECT -> SimpMessageType.DISCONNECT;
            case SEND -> SimpMessageType.MESSAGE;
            default -> SimpMessageType.OTHER;
        };
    }

    /** Not used: output goes through the queue of the connection. */
    @Override
    public void handleMessageToClient(WebSocketSession session, Message<?> message) {}

    @Override
    public @Nullable String resolveSessionId(Message<?> message) {
        return SimpMessageHeaderAccessor.getSessionId(message.getHeaders());
    }

    @Override
    public void afterSessionEnded(WebSocketSession session, CloseStatus status, MessageChannel channel) {
        WebSocketConnection connection = webSocketConnection(session);
        if (connection != null) {
            endpoint.closed(connection, status);
        }
    }

    /** A SockJS client polls for output. */
    static void onPoll(WebSocketSession session) {
        WebSocketConnection connection = webSocketConnection(session);
        if (connection != null) {
            connection.activityTracker().onReceived(System.nanoTime());
            connection.sessionWriter().onFilled();
        }
    }

    /** The frame of a SockJS session is malformed. */
    static void onMalformedInput(WebSocketSession session) {
        WebSocketConnection connection = webSocketConnection(session);
        if (connection != null) {
            connection
                    .stompSession()
                    .fail(new MalformedFrameException("A SockJS message must be a JSON array of strings."));
        }
    }

    private static @Nullable WebSocketConnection webSocketConnection(WebSocketSession session) {
        return (WebSocketConnection) session.getAttributes().get(CONNECTION);
    }
}
