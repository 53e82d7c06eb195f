/**
 * Writes WebSocket frames to Tomcat's sockets directly, without blocking. Tomcat keeps the handshake, reading, pong frames
 * and closing. Only this package knows Tomcat's internal types; sessions it cannot serve use the blocking writer. Owns the
 * writer threads {@code parley-writer-N}.
 */
@NullMarked
package dev.parley.websocket.tomcat;

import org.jspecify.annotations.NullMarked;
