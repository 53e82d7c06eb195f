package dev.parley.tcp;

import java.time.Duration;

/**
 * For how long nothing has to follow before a dialect makes up its mind about what has come.
 *
 * @param token after a bare word, or a turn without its end
 * @param start after what can only be the start of something longer
 * @param handshake after the answer to a bare word, for the next word of those who know one
 */
public record DetectionTimeouts(Duration token, Duration start, Duration handshake) {

    /** What is right for programs in the same building, and still for most far away. */
    public static final DetectionTimeouts STANDARD =
            new DetectionTimeouts(Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofMillis(500));
}
