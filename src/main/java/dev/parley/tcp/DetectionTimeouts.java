package dev.parley.tcp;

import java.time.Duration;

/**
 * Silences after which a dialect is chosen without further input.
 *
 * @param token after a single word, or after a message without its end
 * @param start after input that can only be the start of a longer header or frame
 * @param handshake after the server's reply to a single word, before the next word of the handshake
 */
public record DetectionTimeouts(Duration token, Duration start, Duration handshake) {

    /** Values that suit local and most remote connections. */
    public static final DetectionTimeouts STANDARD =
            new DetectionTimeouts(Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofMillis(500));
}
