package dev.parley.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.chat.hook.Hook;
import dev.parley.chat.room.Change;
import dev.parley.chat.room.Edit;
import dev.parley.chat.room.LogEntry;
import dev.parley.chat.room.Message;
import dev.parley.text.Position;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON document that an address receives. Fields that an event does not have are left out.
 *
 * @param event {@code message}, {@code edit} or {@code deletion}
 * @param position the position in the log of the room, {@code epoch:seq}
 * @param target the position of the message that was changed
 * @param replyTo the position of the message that the message replies to
 * @param sentAt the time of this attempt, in seconds since 1970
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record HookBody(
        String event,
        long hook,
        String room,
        String position,
        String time,
        String author,
        String via,
        @Nullable String text,
        @Nullable Boolean action,
        @Nullable String target,
        @Nullable String replyTo,
        long sentAt) {

    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter().withZone(ZoneOffset.UTC);

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    static HookBody of(Hook hook, LogEntry entry, Instant now) {
        Message message = entry instanceof Message said ? said : null;
        return new HookBody(
                message != null ? "message" : entry instanceof Edit ? "edit" : HookHeaders.DELETION,
                hook.id(),
                hook.room().text(),
                entry.position().toString(),
                MILLISECONDS.format(entry.at()),
                entry.name(),
                entry.via(),
                message != null ? message.text() : entry instanceof Edit edit ? edit.text() : null,
                message != null ? message.action() : null,
                entry instanceof Change change ? at(entry, change.target()) : null,
                message != null && message.state().replyTo() != null
                        ? at(entry, message.state().replyTo().seq())
                        : null,
                now.getEpochSecond());
    }

    private static String at(LogEntry entry, long seq) {
        return new Position(entry.position().epoch(), seq).toString();
    }

    byte[] encode() {
        return JSON.writeValueAsBytes(this);
    }
}
