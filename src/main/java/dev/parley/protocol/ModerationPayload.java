package dev.parley.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The JSON object of a kick, a ban or a mute over HTTP. Ignores unknown fields.
 *
 * @param name the nickname, for a ban also an address
 * @param minutes the length; null for no end
 * @param reason the reason; null for none
 */
public record ModerationPayload(
        @JsonProperty @Nullable String name,
        @JsonProperty @Nullable Integer minutes,
        @JsonProperty @Nullable String reason) {

    /**
     * Decodes the object.
     *
     * @throws MalformedBodyException if it is none, has no name of one word, or a field has the wrong type
     */
    public static ModerationPayload parse(String body) throws MalformedBodyException {
        ModerationPayload payload;
        try {
            payload = Json.decode(body, ModerationPayload.class);
        } catch (JacksonException ignored) {
            payload = null;
        }
        if (payload == null) {
            throw new MalformedBodyException(
                    "The body must be one JSON object: {\"name\": \"bob\", \"minutes\": 30, \"reason\": \"spam\"}.");
        } else if (payload.name == null
                || payload.name.isBlank()
                || payload.name.codePoints().anyMatch(Character::isWhitespace)) {
            throw new MalformedBodyException("The field name must be a nickname, or an address to ban.");
        }
        return payload;
    }

    /** Returns the arguments of the command. */
    public String arguments(boolean hasLength) {
        String length = minutes == null ? "forever" : Integer.toString(minutes);
        return name + (hasLength ? " " + length : "") + (reason == null ? "" : " " + reason);
    }
}
