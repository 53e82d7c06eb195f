package dev.parley.ctl;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A line of JSON from the server: either the reply to a request, or a line that is printed meanwhile.
 *
 * @param command the name of the command; empty if it is unknown; null for an event
 * @param ok whether the command took effect; null for an event
 * @param lines the lines for the operator
 * @param event the event or the progress; null for a reply
 */
@JsonPropertyOrder({"command", "ok", "lines", "event"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ControlReply(
        @Nullable String command,
        @Nullable Boolean ok,
        @Nullable List<String> lines,
        @Nullable String event) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** Returns the reply to a request. */
    public static ControlReply of(String command, boolean ok, List<String> lines) {
        return new ControlReply(command, ok, lines, null);
    }

    /** Returns a line that is printed besides the replies. */
    public static ControlReply event(String line) {
        return new ControlReply(null, null, null, line);
    }

    /** Returns whether this is the reply to a request. */
    boolean isReply() {
        return ok != null;
    }

    /** Returns whether the command took effect. */
    boolean isDone() {
        return Boolean.TRUE.equals(ok);
    }

    /** Returns the lines to print. */
    List<String> printed() {
        return event != null ? List.of(event) : lines == null ? List.of() : lines;
    }

    /** Returns the line of JSON. */
    public String encode() {
        return JSON.writeValueAsString(this);
    }

    /**
     * Parses a line of JSON.
     *
     * @throws IllegalArgumentException if it is no reply
     */
    public static ControlReply parse(String json) {
        try {
            return JSON.readValue(json, ControlReply.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("The server sent a line that is no reply.", e);
        }
    }
}
