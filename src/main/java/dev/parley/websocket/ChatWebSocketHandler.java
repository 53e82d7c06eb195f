package dev.parley.websocket;

import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.messaging.SubProtocolHandler;
import org.springframework.web.socket.messaging.SubProtocolWebSocketHandler;

/**
 * Spring's handler of sessions, with {@link StompProtocolHandler} as its protocol. Sessions are not decorated with
 * Spring's buffer: each has a {@link SessionWriter}.
 */
final class ChatWebSocketHandler extends SubProtocolWebSocketHandler {

    private final SubProtocolHandler protocol;

    ChatWebSocketHandler(MessageChannel in, SubscribableChannel out, SubProtocolHandler protocol) {
        super(in, out);
        this.protocol = protocol;
        super.addProtocolHandler(protocol);
        // The heartbeat monitor closes idle sessions.
        setTimeToFirstMessage(Integer.MAX_VALUE);
    }

    /** The endpoint registry would register Spring's STOMP handler here. */
    @Override
    public void addProtocolHandler(SubProtocolHandler other) {
        super.addProtocolHandler(protocol);
    }

    @Override
    protected WebSocketSession decorateSession(WebSocketSession session) {
        return session;
    }

    /** Frames are decoded from the stream of bytes, so parts of messages need not be collected. */
    @Override
    public boolean supportsPartialMessages() {
        return true;
    }
}
