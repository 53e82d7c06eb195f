package dev.parley.websocket;

import java.io.IOException;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.WebSocketSession;

/**
 * The connection of the pending request of a SockJS session.
 *
 * @param id the id of the connection
 * @param lock the lock that the container holds while it handles an event of the connection. A thread that writes the pending
 *     request holds it from the beginning of the write to the end of the request: otherwise the container may use the request for
 *     another client between the failure of the write and the end of the call that failed.
 */
record PendingConnection(String id, Lock lock) {

    private static final String ATTRIBUTE = PendingConnection.class.getName();

    /** Returns the connection of the pending request; null if the session has none, such as a WebSocket. */
    static @Nullable PendingConnection of(WebSocketSession session) {
        return (PendingConnection) session.getAttributes().get(ATTRIBUTE);
    }

    /** Records that the request of this connection is going to be the pending one. */
    void record(WebSocketSession session) {
        session.getAttributes().put(ATTRIBUTE, this);
    }

    /** Calls a session while the connection of its pending request is locked, if there is one. */
    static void call(WebSocketSession session, Call call) throws IOException {
        PendingConnection pending = of(session);
        if (pending == null) {
            call.run();
            return;
        }
        pending.lock.lock();
        try {
            if (pending.equals(of(session))) {
                call.run();
                return;
            }
        } finally {
            pending.lock.unlock();
        }
        call(session, call); // another request has become the pending one
    }

    /** A call that writes or closes a session. */
    interface Call {
        void run() throws IOException;
    }
}
