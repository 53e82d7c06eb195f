/**
 * Spring's STOMP endpoint. {@link dev.parley.websocket.WebSocketConfiguration} declares the endpoint for WebSocket and
 * SockJS, the message controller for destinations below {@code /app}, and in place of Spring's simple broker the
 * {@link dev.parley.websocket.ChatBrokerHandler}; both hand requests to the {@link dev.parley.protocol.StompSession} of the
 * connection. Knows the core, commands and the protocol, and no other transport.
 *
 * <p>Input runs on the threads of the web server and never waits. A pool of the package writes output, one thread at a time
 * for a connection. The {@link dev.parley.websocket.HeartbeatMonitor} runs on Spring's scheduler and never writes.
 */
@NullMarked
package dev.parley.websocket;

import org.jspecify.annotations.NullMarked;
