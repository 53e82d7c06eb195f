package dev.parley.http.api;

import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.StorageException;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.KeyHolder;
import dev.parley.text.RoomName;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Authenticates the clients of the API, limits their rate, and turns refusals into responses. Thread-safe; nothing blocks. */
@Component
final class ApiRequests {

    private static final Logger LOG = LoggerFactory.getLogger(ApiRequests.class);

    private static final String BEARER = "Bearer ";

    private final ChatServer server;
    private final ApiSettings settings;

    ApiRequests(ChatServer server, ApiSettings settings) {
        this.server = server;
        this.settings = settings;
    }

    /** Creates the response to a client. May throw a {@link RefusedRequestException}, as its stage may fail with one. */
    @FunctionalInterface
    interface Reply extends Function<KeyHolder, CompletionStage<ResponseEntity<byte[]>>> {}

    /** Answers a request that only reads, and needs no key on a public server. Limited in rate. */
    CompletionStage<ResponseEntity<byte[]>> read(UserAction action, HttpServletRequest request, Reply reply) {
        return handleFailure(reader(action, request).thenCompose(reply));
    }

    /**
     * Returns the client of a request that reads, and counts the request. Fails with a {@link RefusedRequestException} if it
     * may not.
     */
    CompletionStage<KeyHolder> reader(UserAction action, HttpServletRequest request) {
        return authenticate(request, settings.publicRead()).thenApply(client -> {
            client.check(action)
                    .or(() -> server.bearerAuthenticator().tryAcquirePage(client))
                    .ifPresent(refusal -> {
                        throw RefusedRequestException.of(refusal);
                    });
            return client;
        });
    }

    /** Answers a request of a client that has a key. The messages that it sends are checked and limited as those of sessions. */
    CompletionStage<ResponseEntity<byte[]>> send(HttpServletRequest request, Reply reply) {
        return handleFailure(authenticate(request, false).thenCompose(reply));
    }

    /** Answers a request of an operator. Limited in rate. */
    CompletionStage<ResponseEntity<byte[]>> moderate(HttpServletRequest request, Reply reply) {
        return handleFailure(authenticate(request, false).thenCompose(client -> {
            Optional<Refusal> refusal = client.check(UserAction.RUN_OPERATOR_COMMAND)
                    .or(() -> server.bearerAuthenticator().tryAcquirePage(client));
            return refusal.isPresent() ? done(Problems.of(refusal.get())) : reply.apply(client);
        }));
    }

    private CompletionStage<KeyHolder> authenticate(HttpServletRequest request, boolean isPublic) {
        List<String> headers = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
        if (headers.isEmpty() && isPublic) {
            return CompletableFuture.completedFuture(
                    server.bearerAuthenticator().anonymous(request.getRemoteAddr()));
        } else if (headers.size() != 1 || !headers.get(0).regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return refused(Problems.keyRequired());
        }
        return server.bearerAuthenticator()
                .authenticate(headers.get(0).substring(BEARER.length()).strip(), request.getRemoteAddr())
                .thenCompose(found -> found.<CompletionStage<KeyHolder>>map(CompletableFuture::completedFuture)
                        .orElseGet(() -> refused(Problems.keyUnknown())));
    }

    private static CompletionStage<KeyHolder> refused(Refusal refusal) {
        return CompletableFuture.failedFuture(RefusedRequestException.of(refusal));
    }

    private static CompletionStage<ResponseEntity<byte[]>> handleFailure(
            CompletionStage<ResponseEntity<byte[]>> response) {
        return response.exceptionally(failure -> {
            RefusedRequestException refused = refusal(failure);
            return Problems.of(refused.status(), refused.refusal());
        });
    }

    /** Returns the refusal of a request that failed; logs a failure that is a defect. */
    static RefusedRequestException refusal(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RefusedRequestException refused) {
            return refused;
        } else if (cause instanceof RejectedExecutionException) {
            return RefusedRequestException.of(Refusal.busy());
        } else if (cause instanceof StorageException) {
            return RefusedRequestException.of(Refusal.historyUnreadable());
        }
        LOG.error("A request to the HTTP API failed.", cause);
        return new RefusedRequestException(
                HttpStatus.INTERNAL_SERVER_ERROR,
                Problems.refusal(Problems.FAILED, "The request failed by a defect; the server log has the cause."));
    }

    /** Answers a request whose response a controller writes itself with a problem document, and ends it. */
    static void refuse(AsyncContext context, HttpServletResponse response, Throwable failure) {
        RefusedRequestException refused = refusal(failure);
        ResponseEntity<byte[]> problem = Problems.of(refused.status(), refused.refusal());
        try {
            response.setStatus(problem.getStatusCode().value());
            problem.getHeaders().forEach((name, values) -> response.setHeader(name, values.get(0)));
            byte[] body = problem.getBody();
            if (body != null) {
                response.getOutputStream().write(body);
            }
        } catch (IOException | IllegalStateException ignored) {
            // the client is gone
        }
        context.complete();
    }

    /**
     * Finds a room that a client may read.
     *
     * @throws RefusedRequestException if there is none
     */
    static Room find(KeyHolder client, String written) {
        RoomName name = roomName(written);
        client.checkRoom(name).ifPresent(refusal -> {
            throw RefusedRequestException.of(refusal);
        });
        return client.find(name).orElseThrow(() -> RefusedRequestException.of(Refusal.noSuchRoom(name.text())));
    }

    /**
     * Parses the name of a room.
     *
     * @throws RefusedRequestException if it is none
     */
    static RoomName roomName(String written) {
        return RoomName.parse(written).orElseThrow(() -> RefusedRequestException.of(Refusal.roomInvalid()));
    }

    /** Returns whether the client prefers plain text to JSON. */
    static boolean prefersText(HttpServletRequest request) {
        String accept = String.join(",", Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
        int text = accept.indexOf(MediaType.TEXT_PLAIN_VALUE);
        int json = accept.indexOf(MediaType.APPLICATION_JSON_VALUE);
        return text >= 0 && (json < 0 || text < json);
    }

    static CompletionStage<ResponseEntity<byte[]>> done(ResponseEntity<byte[]> response) {
        return CompletableFuture.completedFuture(response);
    }

    static ResponseEntity<byte[]> json(byte[] body) {
        return json(HttpStatus.OK).body(body);
    }

    static ResponseEntity.BodyBuilder json(HttpStatus status) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore());
    }

    static ResponseEntity<byte[]> text(String body) {
        return ResponseEntity.ok()
                .contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8))
                .cacheControl(CacheControl.noStore())
                .body(body.getBytes(StandardCharsets.UTF_8));
    }
}
