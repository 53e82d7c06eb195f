package dev.parley.client.session;

import dev.parley.stomp.MalformedFrameException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON object. A field that is missing, null or of another type reads as empty, because newer servers may send more
 * and older ones less. Values are strings, longs, booleans, lists and maps of these. Parsed as a stream, because a
 * binding library would take longer to load than the rest of the client. Immutable.
 *
 * @param values the values by name, in order
 */
public record JsonObject(Map<String, Object> values) {

    private static final int MAX_DEPTH = 16;

    /** The control characters that Jackson leaves, and the explicit formatting characters of UAX #9, section 2. */
    private static final Pattern TERMINAL_CONTROLS =
            Pattern.compile("[\\x7F-\\x9F\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]");

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    /** Parses an object, or a list of objects as the field {@code items}. */
    static JsonObject read(String json) throws MalformedFrameException {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            Object value = value(parser);
            return of(value instanceof List ? Map.of("items", value) : value);
        } catch (JacksonException ignored) {
            throw new MalformedFrameException("The server sent a body that is not JSON.");
        }
    }

    private static JsonObject of(Object value) {
        Map<String, Object> values = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, field) -> values.put(String.valueOf(name), field));
        }
        return new JsonObject(values);
    }

    private static Object value(JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, Object> object = new LinkedHashMap<>();
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                if (parser.nextToken() != JsonToken.VALUE_NULL) {
                    object.put(name, value(parser));
                }
            }
            return object;
        } else if (token == JsonToken.START_ARRAY) {
            List<Object> list = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                list.add(value(parser));
            }
            return list;
        } else if (token == JsonToken.VALUE_NUMBER_INT) {
            return parser.getLongValue();
        } else if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return token == JsonToken.VALUE_TRUE;
        }
        String text = parser.getString();
        return text == null ? "" : text;
    }

    /** Returns this object with another field at its end. */
    public JsonObject with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new JsonObject(more);
    }

    /** Returns a string, or an empty one. */
    public String text(String name) {
        return values.get(name) instanceof String text ? text : "";
    }

    /** Returns a number, or 0. */
    public long number(String name) {
        return values.get(name) instanceof Long number ? number : 0;
    }

    /** Returns whether the field is true. */
    public boolean flag(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    /** Returns an object, or an empty one. */
    public JsonObject object(String name) {
        return of(values.getOrDefault(name, Map.of()));
    }

    /** Returns a list of objects. */
    public List<JsonObject> objects(String name) {
        return list(name).stream()
                .filter(item -> item instanceof Map)
                .map(JsonObject::of)
                .toList();
    }

    /** Returns a list of strings. */
    public List<String> texts(String name) {
        return list(name).stream()
                .filter(item -> item instanceof String)
                .map(String::valueOf)
                .toList();
    }

    private List<?> list(String name) {
        return values.get(name) instanceof List<?> list ? list : List.of();
    }

    /**
     * Returns the JSON text, on one line. Control characters, and characters that change the direction of text, are escaped
     * (RFC 8259, section 7), because programs print it on terminals.
     */
    @Override
    public String toString() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            write(json, values);
        }
        return TERMINAL_CONTROLS
                .matcher(text.toString())
                .replaceAll(found ->
                        "\\\\u" + HexFormat.of().toHexDigits(found.group().charAt(0)));
    }

    private static void write(JsonGenerator json, Object value) {
        if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            map.forEach((name, field) -> {
                json.writeName(String.valueOf(name));
                write(json, field);
            });
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            list.forEach(item -> write(json, item));
            json.writeEndArray();
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else {
            json.writeString(String.valueOf(value));
        }
    }
}
