package dev.parley.archive;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.room.ArchivedMessage;
import dev.parley.chat.room.ChangeMark;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageState;
import dev.parley.chat.room.ReactionCount;
import dev.parley.chat.room.ReplyTo;
import dev.parley.text.RoomName;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The file format of a room: a header line, then a line per message, each one a JSON object. {@code docs/operations.md}
 * describes it. Unknown fields are ignored, for later versions.
 */
public final class RoomArchiveFormat {

    /** The first field of the header. */
    static final String BEGINNING = "{\"parley\":\"room\",";

    private static final int VERSION = 1;
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_TEXT = 8_000;
    private static final int LONGEST_TOPIC = 8_000;
    private static final Set<String> VIAS = Set.of("browser", "terminal", "operator");

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();
    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter().withZone(ZoneOffset.UTC);

    private RoomArchiveFormat() {}

    /** Thrown for a malformed line; the message is a sentence. */
    public static final class MalformedLineException extends Exception {
        private static final long serialVersionUID = 1L;

        /** Creates an exception with a sentence, without a full stop. */
        public MalformedLineException(String sentence) {
            super(sentence);
        }
    }

    private record HeaderLine(String parley, int version, String room, String topic, String saved) {}

    private record MessageLine(
            String position,
            String at,
            String name,
            String via,
            String text,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean action,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Mark edited,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Mark deleted,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Long replyTo,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Reactions> reactions) {}

    private record Reactions(String emoji, int count, List<String> names) {
        private static Reactions of(ReactionCount count) {
            return new Reactions(count.emoji(), count.count(), count.names());
        }
    }

    private record Mark(String by, String at) {
        private static @Nullable Mark of(@Nullable ChangeMark mark) {
            return mark == null ? null : new Mark(mark.by(), MILLISECONDS.format(mark.at()));
        }
    }

    /** Returns the header. */
    static String header(RoomName room, String topic, Instant now) {
        return JSON.writeValueAsString(new HeaderLine("room", VERSION, room.text(), topic, MILLISECONDS.format(now)));
    }

    /** Returns the line of a message. */
    static String line(Message message) {
        MessageState state = message.state();
        ReplyTo replyTo = state.replyTo();
        return JSON.writeValueAsString(new MessageLine(
                message.position().toString(),
                MILLISECONDS.format(message.at()),
                message.name(),
                message.via(),
                message.text(),
                message.action(),
                Mark.of(state.edited()),
                Mark.of(state.deleted()),
                replyTo == null ? null : replyTo.seq(),
                state.reactions().stream().map(Reactions::of).toList()));
    }

    /** Returns the topic in a header. */
    public static String topic(String line) throws MalformedLineException {
        JsonNode fields = fields(line);
        if (!"room".equals(fields.path("parley").stringValue(null))) {
            throw new MalformedLineException("it is not the beginning of a saved room");
        }
        if (fields.path("version").intValue(0) != VERSION) {
            throw new MalformedLineException("the file was saved by a newer Parley");
        }
        String topic = text(fields, "topic");
        if (length(topic) > LONGEST_TOPIC) {
            throw new MalformedLineException("the topic is too long");
        }
        return topic;
    }

    /** Returns the message in a line, numbered 1 among the messages with its key. */
    public static ArchivedMessage message(String line) throws MalformedLineException {
        JsonNode fields = fields(line);
        String name = name(fields, "name");
        ChangeMark deleted = mark(fields.path("deleted"));
        ChangeMark edited = mark(fields.path("edited"));
        String text = text(fields, "text");
        if (text.isBlank() != (deleted != null) || length(text) > LONGEST_TEXT) {
            throw new MalformedLineException("“text” is empty or too long");
        }
        String via = fields.path("via").isString() ? text(fields, "via") : "terminal";
        if (!VIAS.contains(via)) {
            throw new MalformedLineException("“via” is none of browser, terminal and operator");
        }
        return new ArchivedMessage(
                time(text(fields, "at")),
                name,
                via,
                deleted == null ? text : "",
                fields.path("action").booleanValue(false),
                1,
                deleted == null ? edited : null,
                deleted);
    }

    /** Returns the mark of a changed message; null if the field is missing. */
    private static @Nullable ChangeMark mark(JsonNode fields) throws MalformedLineException {
        return fields.isObject() ? new ChangeMark(name(fields, "by"), time(text(fields, "at"))) : null;
    }

    private static String name(JsonNode fields, String field) throws MalformedLineException {
        String name = text(fields, field);
        if (!name.equals(NicknamePolicy.OPERATOR.text()) && !isName(name)) {
            throw new MalformedLineException("“" + field + "” is not a valid nickname");
        }
        return name;
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

    private static String text(JsonNode fields, String name) throws MalformedLineException {
        String text = fields.path(name).stringValue(null);
        if (text != null) {
            return text;
        }
        throw new MalformedLineException("“" + name + "” is missing");
    }

    private static JsonNode fields(String line) throws MalformedLineException {
        try {
            JsonNode fields = JSON.readTree(line);
            if (fields.isObject()) {
                return fields;
            }
        } catch (DatabindException ignored) {
            throw new MalformedLineException("there is text after its JSON object");
        } catch (JacksonException ignored) {
            throw new MalformedLineException("it is not a complete JSON object");
        }
        throw new MalformedLineException("it is not a JSON object");
    }
}
