package dev.parley.websocket;

import dev.parley.servlet.ConnectionLocks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.sockjs.SockJsTransportFailureException;
import org.springframework.web.socket.sockjs.transport.session.AbstractHttpSockJsSession;

/**
 * Closes a SockJS session whose client has aborted the pending request, when the next request arrives. The SockJS
 * protocol (version 0.3.3, section <i>Aborting connection</i>) requires {@code c[1002,"Connection interrupted"]} then.
 * Tomcat does not read from the connection of a pending request, so that it does not notice the abort itself. Thread-safe.
 */
final class AbortedRequests {

    private static final CloseStatus INTERRUPTED = new CloseStatus(1002, "Connection interrupted");
    private static final String ANSWER = "c[1002,\"Connection interrupted\"]\n";

    private final ConnectionProbe probe;
    private final ConnectionLocks locks;

    AbortedRequests(ConnectionProbe probe, ConnectionLocks locks) {
        this.probe = probe;
        this.locks = locks;
    }

    /**
     * Passes a request to its transport and signals the writer that the session can be written again, unless the session is
     * closed, because its client has aborted the pending request.
     *
     * @param transport handles the request
     */
    void handle(
            AbstractHttpSockJsSession session,
            ServerHttpRequest request,
            ServerHttpResponse response,
            Runnable transport) {
        if (!close(session, request, response)) {
            transport.run();
            StompProtocolHandler.onPoll(session);
        }
    }

    /**
     * Closes the session and answers the request, if the client has aborted the pending one. Otherwise returns false, and
     * records the connection of the request if it is going to be the pending one.
     */
    private boolean close(AbstractHttpSockJsSession session, ServerHttpRequest request, ServerHttpResponse response) {
        if (session.isNew() || !session.isActive()) {
            String connection = connectionId(request);
            new PendingConnection(connection, locks.lock(connection)).record(session);
            return false;
        }
        PendingConnection pending = PendingConnection.of(session);
        if (pending == null || !pending.lock().tryLock()) {
            return false; // a connection that is written is in use
        }
        try {
            if (!probe.isClosedByClient(pending.id())) {
                return false;
            }
            closeQuietly(session);
        } catch (IOException e) {
            throw failure(session, e);
        } finally {
            pending.lock().unlock();
        }
        try {
            response.getBody().write(ANSWER.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw failure(session, e);
        }
        return true;
    }

    private static SockJsTransportFailureException failure(AbstractHttpSockJsSession session, IOException cause) {
        return new SockJsTransportFailureException(
                "The answer to " + session + " was not sent.", session.getId(), cause);
    }

    private static void closeQuietly(AbstractHttpSockJsSession session) throws IOException {
        try {
            session.close(INTERRUPTED);
        } catch (IllegalStateException ignored) {
            // The close frame has failed, and Tomcat has ended the aborted request meanwhile.
        }
    }

    private static String connectionId(ServerHttpRequest request) {
        return ((ServletServerHttpRequest) request)
                .getServletRequest()
                .getServletConnection()
                .getConnectionId();
    }
}
