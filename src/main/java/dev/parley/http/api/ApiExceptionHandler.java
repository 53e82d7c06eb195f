package dev.parley.http.api;

import dev.parley.chat.room.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;

/** Answers requests to the API that no controller handles with problem documents. Leaves all other requests alone. */
@ControllerAdvice
class ApiExceptionHandler {

    /** Returns the response. Throws the exception again if the request is none to the API. Null for an incomplete response. */
    @ExceptionHandler(Exception.class)
    @Nullable
    ResponseEntity<byte[]> handle(Exception failure, HttpServletRequest request) throws Exception {
        if (!ApiFilter.isApi(request)) {
            throw failure;
        } else if (request.getAttribute(ExportSender.BROKEN) != null) {
            return null; // the container closes the connection
        } else if (failure instanceof HttpRequestMethodNotSupportedException unsupported) {
            return ResponseEntity.status(HttpStatus.METHOD_NOT_ALLOWED)
                    .headers(unsupported.getHeaders())
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .body(Problems.body(
                            HttpStatus.METHOD_NOT_ALLOWED,
                            Problems.refusal(
                                    Problems.METHOD_NOT_ALLOWED,
                                    "This address does not have the method " + unsupported.getMethod() + ".")));
        } else if (failure instanceof AsyncRequestTimeoutException) {
            return Problems.of(Refusal.storageFailed());
        } else if (failure instanceof ErrorResponse known
                && known.getStatusCode().value() == HttpStatus.NOT_FOUND.value()) {
            return Problems.of(
                    HttpStatus.NOT_FOUND,
                    Problems.refusal(Problems.NOT_FOUND, "There is no such address. docs/http-api.md lists all."));
        } else if (failure instanceof ErrorResponse known
                && known.getStatusCode().is4xxClientError()) {
            HttpStatus status = HttpStatus.valueOf(known.getStatusCode().value());
            return Problems.of(status, Refusal.malformed("The request cannot be read."));
        }
        RefusedRequestException refused = ApiRequests.refusal(failure);
        return Problems.of(refused.status(), refused.refusal());
    }
}
