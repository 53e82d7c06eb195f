package dev.parley.http;

import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.Room;
import dev.parley.chat.session.ChatServer;
import dev.parley.protocol.HistoryPageJson;
import dev.parley.protocol.api.RefusalCodes;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/** Serves older messages of a room to clients with a valid resume token. */
@Controller
class HistoryController {

    private static final String BEARER = "Bearer ";
    private static final int USUAL = 50;
    private static final int MOST = 200;
    private static final int MOST_DIGITS = 3;

    private final ChatServer server;

    HistoryController(ChatServer server) {
        this.server = server;
    }

    /** Returns the last messages before a position, in order. */
    @GetMapping("/rooms/{room}/messages")
    CompletionStage<ResponseEntity<byte[]>> messages(
            @PathVariable("room") String room,
            @RequestParam(name = "before", required = false) @Nullable String before,
            @RequestParam(name = "limit", required = false) @Nullable String limit,
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            HttpServletRequest request) {
        Optional<ResumeToken> token = tokenIn(authorization);
        return server.check(UserAction.READ_HISTORY, token.orElse(null), request.getRemoteAddr())
                .thenCompose(refusal -> refusal.isPresent()
                        ? CompletableFuture.completedFuture(problem(statusOf(refusal.get()), refusal.get()))
                        : token.flatMap(server::tryAcquirePage)
                                .map(HistoryController::tooFast)
                                .orElseGet(() -> page(room, before, limit)))
                .exceptionally(broken -> problem(HttpStatus.SERVICE_UNAVAILABLE, Refusal.historyUnreadable()));
    }

    private static HttpStatus statusOf(Refusal refusal) {
        return refusal.code().equals(RefusalCodes.LOGIN_REQUIRED) ? HttpStatus.UNAUTHORIZED : HttpStatus.FORBIDDEN;
    }

    private static Optional<ResumeToken> tokenIn(@Nullable String authorization) {
        return authorization == null || !authorization.startsWith(BEARER)
                ? Optional.empty()
                : ResumeToken.parse(authorization.substring(BEARER.length()).strip());
    }

    private CompletionStage<ResponseEntity<byte[]>> page(
            String written, @Nullable String before, @Nullable String limit) {
        Optional<Room> room = RoomName.parse(written).flatMap(server.roomRegistry()::find);
        Optional<Position> place = before == null ? Optional.empty() : Position.parse(before);
        int most = limit == null ? USUAL : number(limit);
        if (place.isEmpty()) {
            return answered(HttpStatus.BAD_REQUEST, "“before” must be a position in the form EPOCH:SEQ.");
        } else if (most < 1 || most > MOST) {
            return answered(HttpStatus.BAD_REQUEST, "“limit” must be a number from 1 to " + MOST + ".");
        } else if (room.isEmpty()) {
            return CompletableFuture.completedFuture(problem(HttpStatus.NOT_FOUND, Refusal.noSuchRoom(written)));
        }
        return room.get()
                .before(place.get(), most)
                .thenApply(page -> json(HttpStatus.OK).body(HistoryPageJson.history(page)));
    }

    private static int number(String written) {
        boolean isNumber = !written.isEmpty()
                && written.length() <= MOST_DIGITS
                && written.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? Integer.parseInt(written) : 0;
    }

    private static CompletionStage<ResponseEntity<byte[]>> answered(HttpStatus status, String sentence) {
        return CompletableFuture.completedFuture(problem(status, Refusal.malformed(sentence)));
    }

    private static CompletionStage<ResponseEntity<byte[]>> tooFast(Refusal refusal) {
        Duration wait = Objects.requireNonNullElse(refusal.retryAfter(), Duration.ZERO);
        return CompletableFuture.completedFuture(json(HttpStatus.TOO_MANY_REQUESTS)
                .header(HttpHeaders.RETRY_AFTER, Long.toString(wait.toSeconds() + 1))
                .body(HistoryPageJson.problem(refusal)));
    }

    private static ResponseEntity<byte[]> problem(HttpStatus status, Refusal refusal) {
        ResponseEntity.BodyBuilder answer = json(status);
        if (status == HttpStatus.UNAUTHORIZED) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, BEARER.strip());
        }
        return answer.body(HistoryPageJson.problem(refusal));
    }

    private static ResponseEntity.BodyBuilder json(HttpStatus status) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore());
    }
}
