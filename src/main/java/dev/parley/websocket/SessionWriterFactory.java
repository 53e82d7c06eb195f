package dev.parley.websocket;

import org.springframework.web.socket.WebSocketSession;

/** Port: knows how sessions are best written to. */
public interface SessionWriterFactory {

    /** The line to a session that has just been opened. */
    SessionWriter create(WebSocketSession session);
}
