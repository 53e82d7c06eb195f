package dev.parley.websocket;

import dev.parley.protocol.Destination;
import dev.parley.protocol.FrameValidator;
import dev.parley.stomp.Frame;
import dev.parley.stomp.Headers;
import dev.parley.stomp.MalformedFrameException;
import dev.parley.stomp.StompCommand;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.messaging.SubProtocolHandler;

/**
 * STOMP on Spring's sessions: passes each frame as a {@link StompRequest} through the inbound channel to {@link
 * ChatBrokerHandler} and {@link MessageController}. Unlike Spring's handler it decodes no frame beyond the limits and
 * validates every frame. Called on the container's threads, one at a time per session.
 */
final class StompProtocolHandler implements SubProtocolHandler {

    private static final List<String> PROTOCOLS = List.of("v12.stomp", "v11.stomp", "v10.stomp");
    private static final String CONNECTION = WebSocketConnection.class.getName();
    private static final String INTAKE = InboundDecoder.class.getName();

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
        WebSocketConnection connection = endpoint.open(session);
        InboundDecoder decoder = new InboundDecoder(frame -> handle(session, frame, channel), connection::isClosed);
        session.getAttributes().put(CONNECTION, connection);
        session.getAttributes().put(INTAKE, decoder);
    }

    @Override
    public void handleMessageFromClient(WebSocketSession session, WebSocketMessage<?> message, MessageChannel channel) {
        WebSocketConnection connection = webSocketConnection(session);
        InboundDecoder decoder = (InboundDecoder) session.getAttributes().get(INTAKE);
        if (connection == null || decoder == null) {
            return;
        }
        connection.activityTracker().onReceived(System.nanoTime());
        try {
            if (message instanceof TextMessage text) {
                decoder.receive(ByteBuffer.wrap(text.getPayload().getBytes(StandardCharsets.UTF_8)));
            } else if (message instanceof BinaryMessage binary) {
                decoder.receive(binary.getPayload());
            }
        } catch (MalformedFrameException e) {
            connection.fail(e);
        }
    }

    private static void handle(WebSocketSession session, Frame frame, MessageChannel channel) {
        WebSocketConnection connection = webSocketConnection(session);
        InboundDecoder decoder = (InboundDecoder) session.getAttributes().get(INTAKE);
        if (connection == null || decoder == null) {
            return;
        }
        String written = frame.headers().get(Headers.DESTINATION);
        Destination destination =
                written == null ? null : Destination.parse(written).orElse(null);
        Optional<String> breach = FrameValidator.violation(
                frame, connection.isLoggedIn(), connection.serverFrames().version(), destination);
        if (breach.isPresent()) {
            connection.fail(breach.get(), frame.headers().get(Headers.RECEIPT));
            return;
        }
        StompRequest request = new StompRequest(connection, decoder, frame, destination);
        channel.send(request.toMessage(session, typeOf(frame.stompCommand())));
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
            connection.fail(new MalformedFrameException("A SockJS message must be a JSON array of strings."));
        }
    }

    private static @Nullable WebSocketConnection webSocketConnection(WebSocketSession session) {
        return (WebSocketConnection) session.getAttributes().get(CONNECTION);
    }
}
