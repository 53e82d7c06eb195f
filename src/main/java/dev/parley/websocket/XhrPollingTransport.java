package dev.parley.websocket;

import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.socket.sockjs.transport.handler.XhrPollingTransportHandler;
import org.springframework.web.socket.sockjs.transport.session.AbstractHttpSockJsSession;

/** The SockJS transport {@code xhr-polling}, which signals its writer when the session can be written again. */
final class XhrPollingTransport extends XhrPollingTransportHandler {

    private final AbortedRequests abortedRequests;

    XhrPollingTransport(AbortedRequests abortedRequests) {
        this.abortedRequests = abortedRequests;
    }

    @Override
    protected void handleRequestInternal(
            ServerHttpRequest request, ServerHttpResponse response, AbstractHttpSockJsSession session) {
        abortedRequests.handle(
                session, request, response, () -> super.handleRequestInternal(request, response, session));
    }
}
