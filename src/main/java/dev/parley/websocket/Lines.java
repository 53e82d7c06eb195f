package dev.parley.websocket;

import org.springframework.web.socket.WebSocketSession;

/** Port: knows how sessions are best written to. */
public interface Lines {

    /** The line to a session that has just been opened. */
    Line to(WebSocketSession session);
}
