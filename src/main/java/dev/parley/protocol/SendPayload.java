package dev.parley.protocol;

import dev.parley.stomp.Body;
import dev.parley.stomp.MalformedFrameException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The JSON object in the body of a SEND: {@code {text, action?}} or {@code {line, room?}}. Ignores unknown fields. */
public final class SendPayload {

    private @Nullable String text;
    private @Nullable String line;
    private @Nullable String room;
    private boolean action;

    private SendPayload() {}

    /**
     * Parses the body of a SEND.
     *
     * @throws MalformedBodyException if it is not a JSON object in UTF-8, is nested too deep, or a known field has the
     *     wrong type
     */
    public static SendPayload parse(Body body) throws MalformedBodyException {
        SendPayload read = new SendPayload();
        try (JsonParser json = Json.read(body.text())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw notAnObject();
            }
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                json.nextToken();
                read.take(name, json);
            }
            if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
                throw notAnObject();
            }
        } catch (JacksonException | MalformedFrameException ignored) {
            throw notAnObject();
        }
        return read;
    }

    private void take(String name, JsonParser json) throws MalformedBodyException {
        switch (name) {
            case "text" -> text = string(name, json);
            case "line" -> line = string(name, json);
            case "room" -> room = string(name, json);
            case "action" -> action = flag(name, json);
            default -> json.skipChildren();
        }
    }

    private static String string(String name, JsonParser json) throws MalformedBodyException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new MalformedBodyException("The field " + name + " must be a string.");
        }
        String value = json.getString();
        for (int i = 0; i < value.length(); i++) {
            if (Character.isHighSurrogate(value.charAt(i))
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(value.charAt(i))) {
                throw new MalformedBodyException("The field " + name + " contains an unpaired surrogate.");
            }
        }
        return value;
    }

    private static boolean flag(String name, JsonParser json) throws MalformedBodyException {
        if (json.currentToken() != JsonToken.VALUE_TRUE && json.currentToken() != JsonToken.VALUE_FALSE) {
            throw new MalformedBodyException("The field " + name + " must be true or false.");
        }
        return json.currentToken() == JsonToken.VALUE_TRUE;
    }

    private static MalformedBodyException notAnObject() {
        return new MalformedBodyException(
                "The body of a SEND must be one JSON object in UTF-8, at most " + Json.MAX_DEPTH + " levels deep.");
    }

    /**
     * Returns the text of the message.
     *
     * @throws MalformedBodyException if it is missing
     */
    public String text() throws MalformedBodyException {
        return required("text", text);
    }

    /** Returns whether the message is an action. */
    public boolean action() {
        return action;
    }

    /**
     * Returns the line of the command.
     *
     * @throws MalformedBodyException if it is missing
     */
    public String line() throws MalformedBodyException {
        return required("line", line);
    }

    /** Returns the room of the command, not validated; null if missing. */
    public @Nullable String room() {
        return room;
    }

    private static String required(String name, @Nullable String value) throws MalformedBodyException {
        if (value == null) {
            throw new MalformedBodyException("The field " + name + " is missing.");
        }
        return value;
    }
}
