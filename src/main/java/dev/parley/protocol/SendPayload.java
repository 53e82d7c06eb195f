package dev.parley.protocol;

import dev.parley.stomp.Body;
import dev.parley.stomp.MalformedFrameException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The JSON object in the body of a SEND: {@code {text, action?}} or {@code {line, room?}}. Unknown fields are skipped. */
public final class SendPayload {

    private @Nullable String text;
    private @Nullable String line;
    private @Nullable String room;
    private boolean action;

    private SendPayload() {}

    /**
     * Reads the body of a SEND.
     *
     * @throws MalformedBodyException if it is not an object in JSON and UTF-8, nested too deep, or a known field has another type
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
            throw new MalformedBodyException("The field " + name + " is a string.");
        }
        String value = json.getString();
        for (int i = 0; i < value.length(); i++) {
            if (Character.isHighSurrogate(value.charAt(i))
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(value.charAt(i))) {
                throw new MalformedBodyException(
                        "The field " + name + " has half a character, a surrogate without its pair.");
            }
        }
        return value;
    }

    private static boolean flag(String name, JsonParser json) throws MalformedBodyException {
        if (json.currentToken() != JsonToken.VALUE_TRUE && json.currentToken() != JsonToken.VALUE_FALSE) {
            throw new MalformedBodyException("The field " + name + " is true or false.");
        }
        return json.currentToken() == JsonToken.VALUE_TRUE;
    }

    private static MalformedBodyException notAnObject() {
        return new MalformedBodyException(
                "The body of a SEND is one JSON object in UTF-8, at most " + Json.DEEPEST + " levels deep.");
    }

    /**
     * What is said.
     *
     * @throws MalformedBodyException if it is missing
     */
    public String text() throws MalformedBodyException {
        return required("text", text);
    }

    /** Whether it tells what the person does. */
    public boolean action() {
        return action;
    }

    /**
     * The line of a command.
     *
     * @throws MalformedBodyException if it is missing
     */
    public String line() throws MalformedBodyException {
        return required("line", line);
    }

    /** The room a command is meant for, as written. */
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
