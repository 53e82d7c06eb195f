package dev.parley.websocket;

import java.time.Duration;

/**
 * The time limits of requests.
 *
 * @param head the time within which a client must complete a TLS handshake, and after that the head of each request
 */
public record RequestTimeouts(Duration head) {

    /** The defaults. */
    public static final RequestTimeouts STANDARD = new RequestTimeouts(Duration.ofSeconds(20));
}
