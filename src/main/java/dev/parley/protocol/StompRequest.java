package dev.parley.protocol;

import dev.parley.protocol.api.ChatHeaders;
import dev.parley.stomp.Frame;
import dev.parley.stomp.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A valid frame of a client. The sender is known from the connection, never from the frame.
 *
 * @param stompSession the session of the connection that received the frame
 * @param destination the destination; null for frames without one
 */
public record StompRequest(
        StompSession stompSession, Frame frame, @Nullable Destination destination) {

    /** Executes the request; the answer follows when it is available. */
    public void handle() {
        stompSession.handle(this);
    }

    /** Returns the requested receipt; null if none was requested. */
    @Nullable
    String receipt() {
        return frame.headers().get(Headers.RECEIPT);
    }

    /** Returns the idempotency key: the server stores messages with the same reference once. */
    @Nullable
    String reference() {
        return frame.headers().get(ChatHeaders.REFERENCE);
    }
}
