package dev.parley.websocket;

import org.springframework.web.socket.WebSocketSession;

/** Port: creates the best writer for a session. */
public interface SessionWriterFactory {

    /** Creates the writer of a session that was just opened. */
    SessionWriter create(WebSocketSession session);
}
