package dev.parley.websocket;

import java.time.Duration;
import java.util.List;

/**
 * What can be set for the page's connections.
 *
 * @param allowedOrigins origins besides the server's own whose pages may connect, such as {@code https://example.org}
 * @param password what CONNECT has to show as passcode; empty if anybody may come in
 * @param connectWithin who has not said CONNECT by then is cut
 * @param stalledAfter who takes nothing for so long is cut
 * @param pingAfter a WebSocket that is silent for so long is pinged
 * @param silentAfter a WebSocket that is still silent then is cut
 * @param silentSockJsAfter a SockJS session that sends nothing for so long is cut
 */
public record WebSocketSettings(
        List<String> allowedOrigins,
        String password,
        Duration connectWithin,
        Duration stalledAfter,
        Duration pingAfter,
        Duration silentAfter,
        Duration silentSockJsAfter) {

    /** Copies the origins. */
    public WebSocketSettings {
        allowedOrigins = List.copyOf(allowedOrigins);
    }

    /** The defaults, with these origins and this password. */
    public static WebSocketSettings standard(List<String> allowedOrigins, String password) {
        return new WebSocketSettings(
                allowedOrigins,
                password,
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                Duration.ofSeconds(20),
                Duration.ofSeconds(30),
                Duration.ofSeconds(150));
    }

    /** The password is no one's business. */
    @Override
    public String toString() {
        return "WebSocketSettings[allowedOrigins=" + allowedOrigins + "]";
    }
}
