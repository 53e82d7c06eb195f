package dev.parley.console;

import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.room.ArchivedMessage;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.RoomName;
import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The file format of a room: a header line, then a line per message, each one a JSON object. {@code docs/operations.md}
 * describes it. Unknown fields are ignored, for later versions.
 */
final class RoomArchiveFormat {

    /** The first field of the header. */
    static final String BEGINNING = "{\"parley\":\"room\",";

    private static final int VERSION = 1;
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_TEXT = 8_000;
    private static final int LONGEST_TOPIC = 8_000;
    private static final Set<String> VIAS = Set.of("browser", "terminal", "operator");

    private static final JsonFactory JSON = JsonFactory.builder().build();
    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter().withZone(ZoneOffset.UTC);

    private RoomArchiveFormat() {}

    /** Thrown for a malformed line; the message is a sentence. */
    static final class MalformedLineException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedLineException(String sentence) {
            super(sentence);
        }
    }

    /** Returns the header. */
    static String header(RoomName room, String topic, Instant now) {
        return object(json -> {
            json.writeStringProperty("parley", "room");
            json.writeNumberProperty("version", VERSION);
            json.writeStringProperty("room", room.text());
            json.writeStringProperty("topic", topic);
            json.writeStringProperty("saved", MILLISECONDS.format(now));
        });
    }

    /** Returns the line of a message. */
    static String line(Message message) {
        return object(json -> {
            json.writeStringProperty("position", message.position().toString());
            json.writeStringProperty("at", MILLISECONDS.format(message.at()));
            json.writeStringProperty("name", message.name());
            json.writeStringProperty("via", message.via());
            json.writeStringProperty("text", message.text());
            if (message.action()) {
                json.writeBooleanProperty("action", true);
            }
        });
    }

    private static String object(Consumer<JsonGenerator> fields) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            fields.accept(json);
            json.writeEndObject();
        }
        return line.toString();
    }

    /** Returns the topic in a header. */
    static String topic(String line) throws MalformedLineException {
        Map<String, Object> fields = fields(line);
        if (!"room".equals(fields.get("parley"))) {
            throw new MalformedLineException("it is not the beginning of a saved room");
        }
        if (!(fields.get("version") instanceof Long version) || version != VERSION) {
            throw new MalformedLineException("the file was saved by a newer Parley");
        }
        String topic = text(fields, "topic");
        if (length(topic) > LONGEST_TOPIC) {
            throw new MalformedLineException("the topic is too long");
        }
        return topic;
    }

    /** Returns the message in a line, numbered 1 among the messages with its key. */
    static ArchivedMessage message(String line) throws MalformedLineException {
        Map<String, Object> fields = fields(line);
        String name = text(fields, "name");
        if (!name.equals(NicknamePolicy.OPERATOR.text()) && !isName(name)) {
            throw new MalformedLineException("“name” is not a valid nickname");
        }
        String text = text(fields, "text");
        if (text.isBlank() || length(text) > LONGEST_TEXT) {
            throw new MalformedLineException("“text” is empty or too long");
        }
        String via = fields.containsKey("via") ? text(fields, "via") : "terminal";
        if (!VIAS.contains(via)) {
            throw new MalformedLineException("“via” is none of browser, terminal and operator");
        }
        return new ArchivedMessage(
                time(text(fields, "at")), name, via, text, Boolean.TRUE.equals(fields.get("action")), 1);
    }

    private static boolean isName(String text) {
        return new NicknamePolicy(LONGEST_NAME).parse(text) instanceof NicknamePolicy.Valid valid
                && valid.nickname().text().equals(text);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static Instant time(String written) throws MalformedLineException {
        try {
            return Instant.parse(written).truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException ignored) {
            throw new MalformedLineException("“at” is no time like 2026-11-20T18:05:00.000Z");
        }
    }

    private static String text(Map<String, Object> fields, String name) throws MalformedLineException {
        if (fields.get(name) instanceof String text) {
            return text;
        }
        throw new MalformedLineException("“" + name + "” is missing");
    }

    /** Reads the fields whose values are strings, integers or true. */
    private static Map<String, Object> fields(String line) throws MalformedLineException {
        Map<String, Object> fields = new HashMap<>();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedLineException("it is not a JSON object");
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                switch (json.nextToken()) {
                    case VALUE_STRING -> fields.put(name, json.getString());
                    case VALUE_NUMBER_INT -> fields.put(name, json.getLongValue());
                    case VALUE_TRUE -> fields.put(name, true);
                    case START_OBJECT, START_ARRAY -> json.skipChildren();
                    default -> fields.remove(name);
                }
            }
            if (json.nextToken() != null) {
                throw new MalformedLineException("there is text after its JSON object");
            }
        } catch (JacksonException ignored) {
            throw new MalformedLineException("it is not a complete JSON object");
        }
        return fields;
    }
}
