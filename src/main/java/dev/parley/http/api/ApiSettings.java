package dev.parley.http.api;

import java.util.List;

/**
 * The settings of the HTTP API.
 *
 * @param publicRead whether messages are read without a key; only on a server without a password
 * @param maxStreams the most streams at the same time; 0 for no limit
 * @param maxStreamsPerAddress the most streams of one remote address, but loopback; 0 for no limit
 * @param allowedOrigins other origins whose pages may send requests
 */
public record ApiSettings(boolean publicRead, int maxStreams, int maxStreamsPerAddress, List<String> allowedOrigins) {

    /** Copies the origins. */
    public ApiSettings {
        allowedOrigins = List.copyOf(allowedOrigins);
    }
}
