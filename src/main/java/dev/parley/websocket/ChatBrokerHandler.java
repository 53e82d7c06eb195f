package dev.parley.websocket;

import dev.parley.protocol.StompRequest;
import java.util.List;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.simp.broker.AbstractBrokerMessageHandler;

/**
 * The broker, in place of Spring's simple one: hands every request but SEND, which {@link MessageController} receives, to
 * the {@link dev.parley.protocol.StompSession} of its connection. Nothing is copied or queued per subscriber; events are
 * polled from cursors when the session can be written. Runs on the thread that read the frame and never waits.
 */
final class ChatBrokerHandler extends AbstractBrokerMessageHandler {

    ChatBrokerHandler(SubscribableChannel in, MessageChannel out, SubscribableChannel broker) {
        super(in, out, broker, List.of("/topic/", "/user/queue/"));
    }

    @Override
    protected void handleMessageInternal(Message<?> message) {
        StompRequest request = StompProtocolHandler.requestOf(message);
        if (request != null
                && SimpMessageHeaderAccessor.getMessageType(message.getHeaders()) != SimpMessageType.MESSAGE) {
            request.handle();
        }
    }
}
