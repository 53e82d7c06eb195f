package dev.parley.websocket;

import java.time.Duration;
import java.util.List;

/**
 * The settings of connections of the page.
 *
 * @param allowedOrigins further origins whose pages may connect, such as {@code https://example.org}
 * @param connectWithin the time within which CONNECT must arrive
 * @param stalledAfter the time after which a client that reads nothing is aborted
 * @param pingAfter the silence after which a WebSocket is pinged
 * @param silentAfter the silence after which a WebSocket is aborted
 * @param silentSockJsAfter the silence after which a SockJS session is aborted
 */
public record WebSocketSettings(
        List<String> allowedOrigins,
        Duration connectWithin,
        Duration stalledAfter,
        Duration pingAfter,
        Duration silentAfter,
        Duration silentSockJsAfter) {

    /** Copies the origins. */
    public WebSocketSettings {
        allowedOrigins = List.copyOf(allowedOrigins);
    }

    /** Returns the defaults with these origins. */
    public static WebSocketSettings standard(List<String> allowedOrigins) {
        return new WebSocketSettings(
                allowedOrigins,
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                Duration.ofSeconds(20),
                Duration.ofSeconds(30),
                Duration.ofSeconds(150));
    }
}
