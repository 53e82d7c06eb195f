package dev.parley.ctl;

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
            .build();

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
        try {
            return JSON.readValue(json, ControlRequest.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("A request is a JSON object with the field “line”.", e);
        }
    }
}
