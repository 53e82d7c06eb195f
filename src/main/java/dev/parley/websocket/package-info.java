/**
 * Spring's STOMP endpoint to rooms and back. {@link dev.parley.websocket.WebSocketConfiguration} shows the shape: an
 * endpoint for WebSocket and SockJS, a controller for what is sent to {@code /app}, and in place of Spring's simple broker
 * our own, {@link dev.parley.websocket.FanOut}, which gives every connection cursors instead of copies. Knows the core,
 * commands and frames, but no other way of reaching a room.
 *
 * <p>What comes in runs on the container's threads and never waits. What goes out is written by the package's own pool,
 * one thread at a time for a connection; {@link dev.parley.websocket.Vigil} runs on Spring's scheduler and never writes.
 */
@NullMarked
package dev.parley.websocket;

import org.jspecify.annotations.NullMarked;
