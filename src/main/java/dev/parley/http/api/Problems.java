package dev.parley.http.api;

import dev.parley.chat.room.Refusal;
import dev.parley.protocol.ApiJson;
import dev.parley.protocol.api.RefusalCodes;
import java.time.Duration;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Creates problem documents (RFC 9457) for refusals. */
final class Problems {

    /** The codes of refusals that only this API has. */
    static final String NOT_FOUND = "not-found";

    static final String METHOD_NOT_ALLOWED = "method-not-allowed";
    static final String UNSUPPORTED_MEDIA_TYPE = "unsupported-media-type";
    static final String BODY_TOO_LARGE = "body-too-large";
    static final String BODY_TOO_SLOW = "body-too-slow";
    static final String ORIGIN_NOT_ALLOWED = "origin-not-allowed";
    static final String FAILED = "failed";

    private Problems() {}

    /** Returns the status of a refusal. */
    static HttpStatus statusOf(Refusal refusal) {
        return switch (refusal.code()) {
            case RefusalCodes.MESSAGE_EMPTY,
                    RefusalCodes.MALFORMED,
                    RefusalCodes.REFERENCE_INVALID,
                    RefusalCodes.ROOM_INVALID,
                    RefusalCodes.SEARCH_INVALID,
                    RefusalCodes.EMOJI_INVALID -> HttpStatus.BAD_REQUEST;
            case RefusalCodes.LOGIN_REQUIRED -> HttpStatus.UNAUTHORIZED;
            case RefusalCodes.NO_SUCH_ROOM,
                    RefusalCodes.NO_SUCH_MESSAGE,
                    RefusalCodes.NO_SUCH_USER,
                    RefusalCodes.NOT_SANCTIONED,
                    RefusalCodes.NOT_IN_ROOM -> HttpStatus.NOT_FOUND;
            case RefusalCodes.REFERENCE_CONFLICT, RefusalCodes.ALREADY_DELETED, "name-taken" -> HttpStatus.CONFLICT;
            case RefusalCodes.MESSAGE_TOO_LONG -> HttpStatus.CONTENT_TOO_LARGE;
            case RefusalCodes.SLOW_DOWN,
                    RefusalCodes.SLOW_MODE,
                    RefusalCodes.TOO_MANY_STREAMS,
                    RefusalCodes.TOO_MANY_EXPORTS -> HttpStatus.TOO_MANY_REQUESTS;
            case RefusalCodes.STORAGE_FULL -> HttpStatus.INSUFFICIENT_STORAGE;
            case RefusalCodes.STORAGE_FAILED,
                    RefusalCodes.HISTORY_UNREADABLE,
                    RefusalCodes.SHUTTING_DOWN,
                    RefusalCodes.BUSY -> HttpStatus.SERVICE_UNAVAILABLE;
            case RefusalCodes.SEARCH_UNAVAILABLE -> HttpStatus.NOT_IMPLEMENTED;
            default -> HttpStatus.FORBIDDEN;
        };
    }

    /** Returns a refusal of this API. */
    static Refusal refusal(String code, String sentence) {
        return new Refusal(code, sentence, List.of(), null);
    }

    /** Returns the refusal of a request without a key. */
    static Refusal keyRequired() {
        return refusal(
                RefusalCodes.LOGIN_REQUIRED,
                "Send the key of a bot or your resume token in the header Authorization: Bearer KEY.");
    }

    /** Returns the refusal of a request with an unknown key. */
    static Refusal keyUnknown() {
        return refusal(
                RefusalCodes.LOGIN_REQUIRED,
                "This key is not valid. An operator creates keys: /bot NAME ROOM… shows one, and /bots lists the bots.");
    }

    /** Returns the refusal of a page of another origin. */
    static Refusal originNotAllowed() {
        return refusal(
                ORIGIN_NOT_ALLOWED,
                "Pages of this origin may not use the server. The setting parley.web.allowed-origins lists those that may.");
    }

    /** Returns the response of a refusal. */
    static ResponseEntity<byte[]> of(Refusal refusal) {
        return of(statusOf(refusal), refusal);
    }

    /** Returns the response of a refusal with another status than its code has. */
    static ResponseEntity<byte[]> of(HttpStatus status, Refusal refusal) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .cacheControl(CacheControl.noStore());
        Duration wait = refusal.retryAfter();
        if (wait != null) {
            answer.header(
                    HttpHeaders.RETRY_AFTER,
                    Long.toString(Math.max(1, wait.plusMillis(999).toSeconds())));
        } else if (status == HttpStatus.TOO_MANY_REQUESTS || status == HttpStatus.SERVICE_UNAVAILABLE) {
            answer.header(HttpHeaders.RETRY_AFTER, "1");
        }
        if (status == HttpStatus.UNAUTHORIZED) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return answer.body(body(status, refusal));
    }

    /** Returns the document of a refusal. */
    static byte[] body(HttpStatus status, Refusal refusal) {
        return ApiJson.problem(status.value(), status.getReasonPhrase(), refusal);
    }
}
