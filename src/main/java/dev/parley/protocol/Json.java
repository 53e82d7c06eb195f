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

/** JSON as it is on the wire: written field by field, read within limits. */
final class Json {
    /** Nothing we are sent is nested deeper. */
    static final int DEEPEST = 16;

    private static final int TYPICAL = 256;
    private static final int LONGEST_NAME = 256;

    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter().withZone(ZoneOffset.UTC);

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNameLength(LONGEST_NAME)
                    .build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private Json() {}

    /** An object of these fields, in UTF-8. */
    static byte[] object(Consumer<JsonGenerator> fields) {
        return write(json -> {
            json.writeStartObject();
            fields.accept(json);
            json.writeEndObject();
        });
    }

    /** Whatever is written, in UTF-8. */
    static byte[] write(Consumer<JsonGenerator> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(TYPICAL);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
            content.accept(json);
        }
        return bytes.toByteArray();
    }

    /** Reads JSON, at most {@link #DEEPEST} levels deep. */
    static JsonParser read(String text) {
        return FACTORY.createParser(ObjectReadContext.empty(), text);
    }

    /** A time in ISO 8601, UTC, with milliseconds. */
    static String time(Instant at) {
        return MILLISECONDS.format(at);
    }
}
