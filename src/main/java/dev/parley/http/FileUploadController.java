package dev.parley.http;

import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.session.BearerAuthenticator;
import dev.parley.chat.session.ChatServer;
import dev.parley.files.FileName;
import dev.parley.files.FileUploads;
import dev.parley.files.UploadResult;
import dev.parley.files.UploadedFiles;
import dev.parley.protocol.HistoryPageJson;
import dev.parley.protocol.UploadJson;
import dev.parley.protocol.api.RefusalCodes;
import dev.parley.text.RoomName;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Receives files from clients with a valid resume token, and returns the text of the message that carries the file. The client
 * publishes it like any other message. A request passes 3 times: it is checked, then its body is read, then it is answered; no
 * thread waits in between.
 */
@Controller
class FileUploadController {

    /** The time that the check of a token may take. */
    private static final Duration CHECK = Duration.ofSeconds(10);

    /** The time for an upload: at least this, and 1 second more per {@link #SLOWEST} bytes. */
    private static final Duration LEAST = Duration.ofSeconds(30);

    private static final long SLOWEST = 64 * 1024;

    /** The time that the check of an image and those before it may take, after the last byte. */
    private static final Duration PROCESSING = Duration.ofMinutes(2);

    private final ChatServer server;
    private final ObjectProvider<UploadedFiles> files;
    private final FileLinks links;

    FileUploadController(ChatServer server, ObjectProvider<UploadedFiles> files, FileLinks links) {
        this.server = server;
        this.files = files;
        this.links = links;
    }

    /** Passed from the first to the second pass. */
    private record Allowed() {}

    /** Receives a file for a message in a room. */
    @PostMapping("/rooms/{room}/files")
    void uploadForRoom(
            @PathVariable("room") String room,
            @RequestParam(name = "name", defaultValue = "") String name,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Optional<RoomName> written = RoomName.parse(room);
        if (written.isPresent()) {
            receive(written.get(), name, request, response);
        } else {
            refuse(Refusal.noSuchRoom(room), response);
        }
    }

    /** Receives a file for a direct message. */
    @PostMapping("/direct/files")
    void uploadForUser(
            @RequestParam(name = "name", defaultValue = "") String name,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        receive(null, name, request, response);
    }

    private void receive(@Nullable RoomName room, String name, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        UploadedFiles enabled = files.getIfAvailable();
        Object result = AsyncStep.resultOf(request);
        if (result instanceof UploadResult.Done done) {
            write(
                    HttpStatus.CREATED,
                    UploadJson.of(links.line(done.file()), done.file().path()),
                    response);
        } else if (result instanceof UploadResult.Refused refused) {
            refuse(refused.refusal(), response);
        } else if (enabled == null) {
            refuse(Refusal.filesOff(), response);
        } else if (result instanceof Allowed) {
            read(enabled.uploads(), room, name, request, response);
        } else {
            check(room, request, response);
        }
    }

    private void check(@Nullable RoomName room, HttpServletRequest request, HttpServletResponse response) {
        Optional<ResumeToken> token = BearerRequests.tokenIn(request.getHeader(HttpHeaders.AUTHORIZATION));
        AsyncStep step = AsyncStep.start(request, response, CHECK, new UploadResult.Refused(Refusal.busy()), () -> {});
        allowed(room, token.orElse(null), request.getRemoteAddr())
                .exceptionally(failure -> Optional.of(Refusal.historyUnreadable()))
                .thenAccept(refusal ->
                        step.end(refusal.isPresent() ? new UploadResult.Refused(refusal.get()) : new Allowed()));
    }

    private CompletionStage<Optional<Refusal>> allowed(
            @Nullable RoomName room, @Nullable ResumeToken token, String remote) {
        BearerAuthenticator authenticator = server.bearerAuthenticator();
        return authenticator
                .check(UserAction.UPLOAD_FILE, token, remote)
                .thenCompose(refusal -> refusal.isPresent() || token == null
                        ? CompletableFuture.completedFuture(refusal)
                        : CompletableFuture.completedFuture(
                                authenticator.tryAcquirePage(token).or(() -> checkRoom(room, token))));
    }

    /** Checked after the token, so that a client without one cannot find out which rooms exist. */
    private Optional<Refusal> checkRoom(@Nullable RoomName room, ResumeToken token) {
        return room == null
                ? Optional.empty()
                : server.roomAccess()
                        .check(room, token.digest())
                        .or(() -> server.roomRegistry().find(room).isPresent()
                                ? Optional.empty()
                                : Optional.of(Refusal.noSuchRoom(room.text())));
    }

    private void read(
            FileUploads uploads,
            @Nullable RoomName room,
            String name,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        String user = BearerRequests.tokenIn(request.getHeader(HttpHeaders.AUTHORIZATION))
                .map(ResumeToken::digest)
                .orElse("");
        UploadResult begun =
                uploads.begin(room, FileName.of(name), request.getContentLengthLong(), user, request.getRemoteAddr());
        if (begun instanceof UploadResult.Begun going) {
            Duration within = LEAST.plusSeconds(going.upload().reserved() / SLOWEST);
            AsyncStep step = AsyncStep.start(
                    request,
                    response,
                    within.plus(PROCESSING),
                    new UploadResult.Refused(Refusal.uploadTooSlow()),
                    going.upload()::abort);
            request.getInputStream()
                    .setReadListener(new UploadReader(
                            step, uploads, going.upload(), request.getInputStream(), within, refusal -> {
                                response.setHeader(HttpHeaders.CONNECTION, "close");
                                refuse(refusal, response);
                                response.flushBuffer();
                            }));
        } else if (begun instanceof UploadResult.Refused refused) {
            refuse(refused.refusal(), response);
        }
    }

    private static void refuse(Refusal refusal, HttpServletResponse response) throws IOException {
        HttpStatus status = switch (refusal.code()) {
            case RefusalCodes.LOGIN_REQUIRED -> HttpStatus.UNAUTHORIZED;
            case RefusalCodes.NO_SUCH_ROOM, RefusalCodes.FILES_OFF -> HttpStatus.NOT_FOUND;
            case RefusalCodes.FILE_EMPTY, RefusalCodes.MALFORMED -> HttpStatus.BAD_REQUEST;
            case RefusalCodes.FILE_TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
            case RefusalCodes.IMAGE_TOO_LARGE, RefusalCodes.IMAGE_UNREADABLE -> HttpStatus.UNPROCESSABLE_CONTENT;
            case RefusalCodes.UPLOAD_TOO_SLOW -> HttpStatus.REQUEST_TIMEOUT;
            case RefusalCodes.FILES_FULL, RefusalCodes.FILES_FULL_FOR_USER -> HttpStatus.INSUFFICIENT_STORAGE;
            case RefusalCodes.SLOW_DOWN, RefusalCodes.TOO_MANY_UPLOADS -> HttpStatus.TOO_MANY_REQUESTS;
            case RefusalCodes.BUSY, RefusalCodes.HISTORY_UNREADABLE -> HttpStatus.SERVICE_UNAVAILABLE;
            default -> HttpStatus.FORBIDDEN;
        };
        if (status == HttpStatus.UNAUTHORIZED) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        Duration wait = refusal.retryAfter();
        if (wait != null) {
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait.toSeconds() + 1));
        }
        write(status, HistoryPageJson.problem(refusal), response);
    }

    private static void write(HttpStatus status, byte[] json, HttpServletResponse response) throws IOException {
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }
}
