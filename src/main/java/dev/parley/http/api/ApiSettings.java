package dev.parley.http.api;

import java.util.List;

/**
 * The settings of the HTTP API.
 *
 * @param publicRead whether messages are read without a key; only on a server without a password
 * @param allowedOrigins other origins whose pages may send requests
 */
public record ApiSettings(boolean publicRead, List<String> allowedOrigins) {

    /** Copies the origins. */
    public ApiSettings {
        allowedOrigins = List.copyOf(allowedOrigins);
    }
}
