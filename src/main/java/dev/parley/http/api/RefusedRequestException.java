package dev.parley.http.api;

import dev.parley.chat.room.Refusal;
import org.springframework.http.HttpStatus;

/** A request is refused, with a status and a refusal for the client. */
final class RefusedRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final transient Refusal refusal;

    RefusedRequestException(HttpStatus status, Refusal refusal) {
        super(refusal.code(), null, false, false);
        this.status = status;
        this.refusal = refusal;
    }

    /** Creates the refusal of a request that cannot be read; {@code sentence} is a whole sentence. */
    static RefusedRequestException malformed(String sentence) {
        return of(Refusal.malformed(sentence));
    }

    /** Creates an exception with the status of the code. */
    static RefusedRequestException of(Refusal refusal) {
        return new RefusedRequestException(Problems.statusOf(refusal), refusal);
    }

    HttpStatus status() {
        return status;
    }

    Refusal refusal() {
        return refusal;
    }
}
