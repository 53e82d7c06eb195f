package dev.parley.websocket;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.web.socket.sockjs.transport.handler.XhrReceivingTransportHandler;

/** The SockJS transport {@code xhr_send}, which answers malformed input without a stack trace in the log. */
final class XhrSendTransport extends XhrReceivingTransportHandler {

    /** Returns the messages; null if they cannot be read. */
    @Override
    protected String @Nullable [] readMessages(ServerHttpRequest request) throws IOException {
        String[] messages;
        try {
            messages = super.readMessages(request);
        } catch (RuntimeException ignored) {
            return null;
        }
        return messages == null || Arrays.stream(messages).anyMatch(Objects::isNull) ? null : messages;
    }
}
