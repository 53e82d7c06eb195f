package dev.parley.http.hook;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.session.IncomingHooks;
import dev.parley.protocol.api.RefusalCodes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** The responses to requests to incoming webhooks. None repeats a part of the address. */
final class HookResponses {

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    private HookResponses() {}

    /** A problem document (RFC 9457), with the code of the refusal. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record ProblemJson(
            String type,
            String title,
            int status,
            String detail,
            String code,
            @Nullable Long retryAfterMs) {}

    /** Returns a response of one line. Senders in the format of Slack expect {@code ok} with the status 200. */
    static ResponseEntity<byte[]> line(HttpStatus status, String line) {
        return ResponseEntity.status(status)
                .contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8))
                .cacheControl(CacheControl.noStore())
                .body(line.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a problem document with a sentence. */
    static ResponseEntity<byte[]> problem(HttpStatus status, String code, String sentence) {
        return problem(status, new Refusal(code, sentence, List.of(), null));
    }

    /** Returns the problem document of a refusal. */
    static ResponseEntity<byte[]> problem(Refusal refusal) {
        return problem(statusOf(refusal), refusal);
    }

    private static ResponseEntity<byte[]> problem(HttpStatus status, Refusal refusal) {
        ResponseEntity.BodyBuilder response = ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .cacheControl(CacheControl.noStore());
        Duration wait = refusal.retryAfter();
        if (wait != null) {
            response.header(HttpHeaders.RETRY_AFTER, Long.toString(wait.toSeconds() + 1));
        } else if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            response.header(HttpHeaders.RETRY_AFTER, "1");
        } else if (status == HttpStatus.METHOD_NOT_ALLOWED) {
            response.header(HttpHeaders.ALLOW, "POST");
        }
        return response.body(JSON.writeValueAsBytes(new ProblemJson(
                "about:blank",
                status.getReasonPhrase(),
                status.value(),
                refusal.sentence(),
                refusal.code(),
                wait == null ? null : wait.toMillis())));
    }

    private static HttpStatus statusOf(Refusal refusal) {
        return switch (refusal.code()) {
            case IncomingHooks.NO_SUCH_HOOK -> HttpStatus.NOT_FOUND;
            case RefusalCodes.MALFORMED, RefusalCodes.MESSAGE_EMPTY -> HttpStatus.BAD_REQUEST;
            case RefusalCodes.SLOW_DOWN, RefusalCodes.SLOW_MODE -> HttpStatus.TOO_MANY_REQUESTS;
            case RefusalCodes.STORAGE_FULL -> HttpStatus.INSUFFICIENT_STORAGE;
            case RefusalCodes.STORAGE_FAILED, RefusalCodes.SHUTTING_DOWN, RefusalCodes.BUSY ->
                HttpStatus.SERVICE_UNAVAILABLE;
            default -> HttpStatus.FORBIDDEN;
        };
    }
}
