package dev.parley.ctl;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request to the server: one line of JSON.
 *
 * @param line the line as it would be typed on the console; empty for none
 * @param events whether the server sends the events of the rooms from now on
 */
public record ControlRequest(String line, boolean events) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private static final String USAGE = "A request is a JSON object with the field “line”.";

    /** Replaces a missing line. */
    @SuppressWarnings("ConstantValue") // Jackson passes null for a missing field
    public ControlRequest {
        line = line == null ? "" : line;
    }

    /** Returns the line of JSON. */
    public String encode() {
        return JSON.writeValueAsString(this);
    }

    /**
     * Parses a line of JSON.
     *
     * @throws IllegalArgumentException if it is no request
     */
    public static ControlRequest parse(String json) {
        @Nullable ControlRequest request;
        try {
            request = JSON.readValue(json, ControlRequest.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(USAGE, e);
        }
        if (request == null) { // the literal null
            throw new IllegalArgumentException(USAGE);
        }
        return request;
    }
}
