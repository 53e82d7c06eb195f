package dev.parley.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.stomp.Body;
import dev.parley.stomp.MalformedFrameException;
import dev.parley.text.Surrogates;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;

/**
 * The JSON object in the body of a SEND: {@code {text, action?, replyTo?}} to a room, {@code {target, text}} to edit,
 * {@code {target}} to delete, {@code {target, emoji, remove?}} to react, {@code {line, room?}} or {@code {text, after?}}.
 * Ignores unknown fields.
 *
 * @param text the text of a message or of a search
 * @param line the line of a command
 * @param room the room of a command, not validated
 * @param after the room after which the page of a search begins, not validated
 * @param action whether the message is an action
 * @param replyTo the sequence number of the message that the message replies to
 * @param target the sequence number of the message that is changed
 * @param emoji the emoji of a reaction
 * @param remove whether the reaction is removed
 */
public record SendPayload(
        @JsonProperty @Nullable String text,
        @JsonProperty @Nullable String line,
        @JsonProperty @Nullable String room,
        @JsonProperty @Nullable String after,
        @JsonProperty boolean action,
        @JsonProperty @Nullable Long replyTo,
        @JsonProperty @Nullable Long target,
        @JsonProperty @Nullable String emoji,
        @JsonProperty boolean remove) {

    /**
     * Decodes the body of a SEND.
     *
     * @throws MalformedBodyException if it is not a JSON object in UTF-8, is nested too deep, or a known field has the
     *     wrong type
     */
    public static SendPayload parse(Body body) throws MalformedBodyException {
        try {
            SendPayload payload = Json.decode(body.text(), SendPayload.class);
            if (payload == null) {
                throw notAnObject();
            }
            requirePairedSurrogates("text", payload.text);
            requirePairedSurrogates("line", payload.line);
            requirePairedSurrogates("room", payload.room);
            requirePairedSurrogates("after", payload.after);
            requirePairedSurrogates("emoji", payload.emoji);
            return payload;
        } catch (DatabindException e) {
            throw e.getPath().isEmpty()
                    ? notAnObject()
                    : wrongType(e.getPath().get(0).getPropertyName());
        } catch (JacksonException | MalformedFrameException ignored) {
            throw notAnObject();
        }
    }

    /**
     * Returns the text of the message.
     *
     * @throws MalformedBodyException if it is missing
     */
    public String requiredText() throws MalformedBodyException {
        return required("text", text);
    }

    /**
     * Returns the line of the command.
     *
     * @throws MalformedBodyException if it is missing
     */
    public String requiredLine() throws MalformedBodyException {
        return required("line", line);
    }

    /**
     * Returns the emoji of a reaction.
     *
     * @throws MalformedBodyException if it is missing
     */
    public String requiredEmoji() throws MalformedBodyException {
        return required("emoji", emoji);
    }

    /**
     * Returns the sequence number of the changed message.
     *
     * @throws MalformedBodyException if it is missing
     */
    public long requiredTarget() throws MalformedBodyException {
        return required("target", target);
    }

    private static <T> T required(String name, @Nullable T value) throws MalformedBodyException {
        if (value == null) {
            throw new MalformedBodyException("The field " + name + " is missing.");
        }
        return value;
    }

    private static void requirePairedSurrogates(String name, @Nullable String value) throws MalformedBodyException {
        if (value != null && Surrogates.hasUnpaired(value)) {
            throw new MalformedBodyException("The field " + name + " contains an unpaired surrogate.");
        }
    }

    private static MalformedBodyException wrongType(String name) {
        String expected = switch (name) {
            case "action", "remove" -> "true or false";
            case "target", "replyTo" -> "a whole number";
            default -> "a string";
        };
        return new MalformedBodyException("The field " + name + " must be " + expected + ".");
    }

    private static MalformedBodyException notAnObject() {
        return new MalformedBodyException(
                "The body of a SEND must be one JSON object in UTF-8, at most " + Json.MAX_DEPTH + " levels deep.");
    }
}
