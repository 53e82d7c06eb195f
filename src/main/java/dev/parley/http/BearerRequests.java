package dev.parley.http;

import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.session.ChatServer;
import dev.parley.protocol.HistoryPageJson;
import dev.parley.protocol.api.RefusalCodes;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Answers requests for pages from clients with a valid resume token, which it limits in rate. Thread-safe. */
@Component
final class BearerRequests {

    private static final String BEARER = "Bearer ";

    private final ChatServer server;

    BearerRequests(ChatServer server) {
        this.server = server;
    }

    /** Returns the page, or a refusal if the user must not read it, or requests pages too fast. */
    CompletionStage<ResponseEntity<byte[]>> answer(
            UserAction action,
            HttpServletRequest request,
            Function<ResumeToken, CompletionStage<ResponseEntity<byte[]>>> page) {
        Optional<ResumeToken> token = tokenIn(request.getHeader(HttpHeaders.AUTHORIZATION));
        return server.bearerAuthenticator()
                .check(action, token.orElse(null), request.getRemoteAddr())
                .thenCompose(refusal -> refusal.isPresent()
                        ? problem(statusOf(refusal.get()), refusal.get())
                        : token.flatMap(server.bearerAuthenticator()::tryAcquirePage)
                                .map(BearerRequests::tooFast)
                                .orElseGet(() -> page.apply(token.orElseThrow())))
                .exceptionallyCompose(failure -> problem(HttpStatus.SERVICE_UNAVAILABLE, Refusal.historyUnreadable()));
    }

    private static HttpStatus statusOf(Refusal refusal) {
        return refusal.code().equals(RefusalCodes.LOGIN_REQUIRED) ? HttpStatus.UNAUTHORIZED : HttpStatus.FORBIDDEN;
    }

    /** Returns the resume token in the header {@code Authorization}. */
    static Optional<ResumeToken> tokenIn(@Nullable String authorization) {
        return authorization == null || !authorization.startsWith(BEARER)
                ? Optional.empty()
                : ResumeToken.parse(authorization.substring(BEARER.length()).strip());
    }

    private static CompletionStage<ResponseEntity<byte[]>> tooFast(Refusal refusal) {
        Duration wait = Objects.requireNonNullElse(refusal.retryAfter(), Duration.ZERO);
        return CompletableFuture.completedFuture(json(HttpStatus.TOO_MANY_REQUESTS)
                .header(HttpHeaders.RETRY_AFTER, Long.toString(wait.toSeconds() + 1))
                .body(HistoryPageJson.problem(refusal)));
    }

    /** Returns a response with status 400 and a sentence. */
    static CompletionStage<ResponseEntity<byte[]>> malformed(String sentence) {
        return problem(HttpStatus.BAD_REQUEST, Refusal.malformed(sentence));
    }

    /** Returns a response with a refusal. */
    static CompletionStage<ResponseEntity<byte[]>> problem(HttpStatus status, Refusal refusal) {
        ResponseEntity.BodyBuilder answer = json(status);
        if (status == HttpStatus.UNAUTHORIZED) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, BEARER.strip());
        }
        return CompletableFuture.completedFuture(answer.body(HistoryPageJson.problem(refusal)));
    }

    /** Returns a response with a page, which must not be cached. */
    static ResponseEntity<byte[]> page(byte[] body) {
        return json(HttpStatus.OK).body(body);
    }

    private static ResponseEntity.BodyBuilder json(HttpStatus status) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore());
    }
}
