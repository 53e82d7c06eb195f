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
 * STOMP on Spring's sessions: what arrives goes as {@link Request} through the inbound channel to {@link FanOut} and
 * {@link RoomController}. Unlike Spring's own handler it reads no frame beyond its limits and lets nothing pass that is not
 * allowed. Called on the container's threads, one at a time for a session.
 */
final class StompProtocol implements SubProtocolHandler {

    private static final List<String> PROTOCOLS = List.of("v12.stomp", "v11.stomp", "v10.stomp");
    private static final String CONNECTION = Connection.class.getName();
    private static final String INTAKE = Intake.class.getName();

    private final Connections connections;

    StompProtocol(Connections connections) {
        this.connections = connections;
    }

    @Override
    public List<String> getSupportedProtocols() {
        return PROTOCOLS;
    }

    @Override
    public void afterSessionStarted(WebSocketSession session, MessageChannel channel) {
        Connection connection = connections.open(session);
        Intake intake = new Intake(frame -> take(session, frame, channel), connection::isOver);
        session.getAttributes().put(CONNECTION, connection);
        session.getAttributes().put(INTAKE, intake);
    }

    @Override
    public void handleMessageFromClient(WebSocketSession session, WebSocketMessage<?> message, MessageChannel channel) {
        Connection connection = connection(session);
        Intake intake = (Intake) session.getAttributes().get(INTAKE);
        if (connection == null || intake == null) {
            return;
        }
        connection.liveness().heard(System.nanoTime());
        try {
            if (message instanceof TextMessage text) {
                intake.receive(ByteBuffer.wrap(text.getPayload().getBytes(StandardCharsets.UTF_8)));
            } else if (message instanceof BinaryMessage binary) {
                intake.receive(binary.getPayload());
            }
        } catch (MalformedFrameException malformed) {
            connection.fail(malformed);
        }
    }

    private static void take(WebSocketSession session, Frame frame, MessageChannel channel) {
        Connection connection = connection(session);
        Intake intake = (Intake) session.getAttributes().get(INTAKE);
        if (connection == null || intake == null) {
            return;
        }
        String written = frame.headers().get(Headers.DESTINATION);
        Destination destination =
                written == null ? null : Destination.parse(written).orElse(null);
        Optional<String> breach = FrameValidator.violation(
                frame, connection.isIn(), connection.serverFrames().version(), destination);
        if (breach.isPresent()) {
            connection.fail(breach.get(), frame.headers().get(Headers.RECEIPT));
            return;
        }
        Request request = new Request(connection, intake, frame, destination);
        channel.send(request.toMessage(session, typeOf(frame.stompCommand())));
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

    /** Nothing takes this way: what goes out, goes through the connection's outbox. */
    @Override
    public void handleMessageToClient(WebSocketSession session, Message<?> message) {}

    @Override
    public @Nullable String resolveSessionId(Message<?> message) {
        return SimpMessageHeaderAccessor.getSessionId(message.getHeaders());
    }

    @Override
    public void afterSessionEnded(WebSocketSession session, CloseStatus status, MessageChannel channel) {
        Connection connection = connection(session);
        if (connection != null) {
            connections.closed(connection, status);
        }
    }

    /** A SockJS client has asked for what there is. */
    static void asked(WebSocketSession session) {
        Connection connection = connection(session);
        if (connection != null) {
            connection.liveness().heard(System.nanoTime());
            connection.line().onFilled();
        }
    }

    /** What came in a SockJS session's frame is nothing that SockJS would send. */
    static void sentNonsense(WebSocketSession session) {
        Connection connection = connection(session);
        if (connection != null) {
            connection.fail(new MalformedFrameException("SockJS sends a list of strings in JSON, and this is none."));
        }
    }

    private static @Nullable Connection connection(WebSocketSession session) {
        return (Connection) session.getAttributes().get(CONNECTION);
    }
}
