package dev.parley.protocol;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.function.Consumer;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** Writes JSON field by field and reads it within limits. */
final class Json {
    /** The maximum nesting depth of received JSON. */
    static final int MAX_DEPTH = 16;

    private static final int INITIAL_CAPACITY = 256;
    private static final int MAX_NAME_LENGTH = 256;

    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter().withZone(ZoneOffset.UTC);

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNameLength(MAX_NAME_LENGTH)
                    .build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private Json() {}

    /** Returns an object with these fields, in UTF-8. */
    static byte[] object(Consumer<JsonGenerator> fields) {
        return write(json -> {
            json.writeStartObject();
            fields.accept(json);
            json.writeEndObject();
        });
    }

    /** Returns the written JSON, in UTF-8. */
    static byte[] write(Consumer<JsonGenerator> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(INITIAL_CAPACITY);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
            content.accept(json);
        }
        return bytes.toByteArray();
    }

    /** Returns a parser that accepts at most {@link #MAX_DEPTH} levels. */
    static JsonParser read(String text) {
        return FACTORY.createParser(ObjectReadContext.empty(), text);
    }

    /** Formats a time in ISO 8601, UTC, with milliseconds. */
    static String time(Instant at) {
        return MILLISECONDS.format(at);
    }
}
