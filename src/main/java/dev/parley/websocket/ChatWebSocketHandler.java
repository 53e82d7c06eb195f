package dev.parley.websocket;

import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.messaging.SubProtocolHandler;
import org.springframework.web.socket.messaging.SubProtocolWebSocketHandler;

/**
 * Spring's handler of sessions, speaking STOMP by {@link StompProtocolHandler}. Sessions are not wrapped in a buffer, as Spring
 * would: each has its {@link SessionWriter}.
 */
final class ChatWebSocketHandler extends SubProtocolWebSocketHandler {

    private final SubProtocolHandler protocol;

    ChatWebSocketHandler(MessageChannel in, SubscribableChannel out, SubProtocolHandler protocol) {
        super(in, out);
        this.protocol = protocol;
        super.addProtocolHandler(protocol);
        // Those who say nothing are the vigil's.
        setTimeToFirstMessage(Integer.MAX_VALUE);
    }

    /** The endpoints' registry would put Spring's own STOMP here. */
    @Override
    public void addProtocolHandler(SubProtocolHandler other) {
        super.addProtocolHandler(protocol);
    }

    @Override
    protected WebSocketSession decorateSession(WebSocketSession session) {
        return session;
    }

    /** Frames are found in the stream of bytes, wherever the container cuts it, so nothing is gathered before. */
    @Override
    public boolean supportsPartialMessages() {
        return true;
    }
}
