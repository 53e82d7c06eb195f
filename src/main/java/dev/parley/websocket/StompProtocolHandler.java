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

    private final WebSocketEndpoint webSocketEndpoint;

    StompProtocolHandler(WebSocketEndpoint webSocketEndpoint) {
        this.webSocketEndpoint = webSocketEndpoint;
    }

    @Override
    public List<String> getSupportedProtocols() {
        return PROTOCOLS;
    }

    @Override
    public void afterSessionStarted(WebSocketSession session, MessageChannel channel) {
        WebSocketConnection webSocketConnection = webSocketEndpoint.open(session);
        InboundDecoder inboundDecoder =
                new InboundDecoder(frame -> handle(session, frame, channel), webSocketConnection::isClosed);
        session.getAttributes().put(CONNECTION, webSocketConnection);
        session.getAttributes().put(INTAKE, inboundDecoder);
    }

    @Override
    public void handleMessageFromClient(WebSocketSession session, WebSocketMessage<?> message, MessageChannel channel) {
        WebSocketConnection webSocketConnection = webSocketConnection(session);
        InboundDecoder inboundDecoder = (InboundDecoder) session.getAttributes().get(INTAKE);
        if (webSocketConnection == null || inboundDecoder == null) {
            return;
        }
        webSocketConnection.activityTracker().onReceived(System.nanoTime());
        try {
            if (message instanceof TextMessage text) {
                inboundDecoder.receive(ByteBuffer.wrap(text.getPayload().getBytes(StandardCharsets.UTF_8)));
            } else if (message instanceof BinaryMessage binary) {
                inboundDecoder.receive(binary.getPayload());
            }
        } catch (MalformedFrameException e) {
            webSocketConnection.fail(e);
        }
    }

    private static void handle(WebSocketSession session, Frame frame, MessageChannel channel) {
        WebSocketConnection webSocketConnection = webSocketConnection(session);
        InboundDecoder inboundDecoder = (InboundDecoder) session.getAttributes().get(INTAKE);
        if (webSocketConnection == null || inboundDecoder == null) {
            return;
        }
        String written = frame.headers().get(Headers.DESTINATION);
        Destination destination =
                written == null ? null : Destination.parse(written).orElse(null);
        Optional<String> breach = FrameValidator.violation(
                frame,
                webSocketConnection.isLoggedIn(),
                webSocketConnection.serverFrames().version(),
                destination);
        if (breach.isPresent()) {
            webSocketConnection.fail(breach.get(), frame.headers().get(Headers.RECEIPT));
            return;
        }
        StompRequest stompRequest = new StompRequest(webSocketConnection, inboundDecoder, frame, destination);
        channel.send(stompRequest.toMessage(session, typeOf(frame.stompCommand())));
    }

    private static SimpMessageType typeOf(StompCommand stompCommand) {
        return switch (stompCommand) {
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
        WebSocketConnection webSocketConnection = webSocketConnection(session);
        if (webSocketConnection != null) {
            webSocketEndpoint.closed(webSocketConnection, status);
        }
    }

    /** A SockJS client polls for output. */
    static void asked(WebSocketSession session) {
        WebSocketConnection webSocketConnection = webSocketConnection(session);
        if (webSocketConnection != null) {
            webSocketConnection.activityTracker().onReceived(System.nanoTime());
            webSocketConnection.sessionWriter().onFilled();
        }
    }

    /** The frame of a SockJS session is malformed. */
    static void onMalformedInput(WebSocketSession session) {
        WebSocketConnection webSocketConnection = webSocketConnection(session);
        if (webSocketConnection != null) {
            webSocketConnection.fail(new MalformedFrameException("A SockJS message must be a JSON array of strings."));
        }
    }

    private static @Nullable WebSocketConnection webSocketConnection(WebSocketSession session) {
        return (WebSocketConnection) session.getAttributes().get(CONNECTION);
    }
}
