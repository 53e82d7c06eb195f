package dev.parley.http.api;

import dev.parley.archive.ExportFormat;
import dev.parley.archive.RoomExport;
import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.Room;
import dev.parley.chat.session.ConcurrencyLimit;
import dev.parley.protocol.api.RefusalCodes;
import dev.parley.servlet.ConnectionLocks;
import dev.parley.servlet.ConnectionTimeouts;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Sends all messages of a room as a file. */
@Controller
@RequestMapping(ApiFilter.ROOT)
class ExportController {

    /** The exports at once. */
    static final int MOST_AT_ONCE = 4;

    /** The exports at once of a user, a key, or an address without either. */
    private static final int MOST_PER_CLIENT = 2;

    /** The time after which a client with the most exports may try again. */
    private static final Duration RETRY = Duration.ofSeconds(10);

    /** The time after which an export is cut whose client reads nothing. */
    private static final Duration STALLED = Duration.ofSeconds(30);

    private final ApiRequests requests;
    private final ObjectProvider<ConnectionTimeouts> timeouts;
    private final ConnectionLocks locks;
    private final AccessWatch access;
    private final ConcurrencyLimit running = new ConcurrencyLimit(MOST_AT_ONCE, MOST_PER_CLIENT);

    ExportController(
            ApiRequests requests,
            AccessWatch access,
            ObjectProvider<ConnectionTimeouts> timeouts,
            ObjectProvider<ConnectionLocks> locks) {
        this.requests = requests;
        this.access = access;
        this.timeouts = timeouts;
        this.locks = locks.getIfAvailable(() -> connectionId -> new ReentrantLock());
    }

    /** Sends the messages that a room has now. */
    @GetMapping("/rooms/{room}/export")
    void export(
            @PathVariable("room") String room,
            @RequestParam(name = "format", defaultValue = "text") String written,
            HttpServletRequest request,
            HttpServletResponse response) {
        String connectionId = request.getServletConnection().getConnectionId();
        AsyncContext context = request.startAsync(request, response);
        context.setTimeout(0);
        requests.reader(UserAction.READ_HISTORY, request)
                .thenCompose(client -> {
                    ExportFormat format = ExportFormat.of(written)
                            .orElseThrow(() -> RefusedRequestException.malformed(
                                    "The parameter format must be text, html or jsonl."));
                    Room found = ApiRequests.find(client, room);
                    start(client.limitKey());
                    RoomExport export = new RoomExport(
                            found.name(),
                            found.roomArchive(),
                            format,
                            ZoneOffset.UTC,
                            client.chatServer().now());
                    return begin(
                            client.limitKey(),
                            export,
                            () -> {
                                timeouts.ifAvailable(each -> each.setWriteTimeout(connectionId, STALLED));
                                prepare(response, format, found);
                            },
                            context,
                            locks.lock(connectionId),
                            () -> AccessWatch.isRefused(client, UserAction.READ_HISTORY, found.name()));
                })
                .exceptionally(failure -> {
                    ApiRequests.refuse(context, response, failure);
                    return null;
                });
    }

    /** Counts an export of a client, or refuses it. */
    private void start(String client) {
        ConcurrencyLimit.Attempt attempt = running.tryStart(client);
        if (attempt == ConcurrencyLimit.Attempt.FULL) {
            throw RefusedRequestException.of(Refusal.busy());
        } else if (attempt == ConcurrencyLimit.Attempt.CLIENT_FULL) {
            throw RefusedRequestException.of(new Refusal(
                    RefusalCodes.TOO_MANY_EXPORTS,
                    "At most " + MOST_PER_CLIENT
                            + " exports of one user run at the same time. Wait for the end of one, and try again.",
                    List.of(),
                    RETRY));
        }
    }

    /** Reads the beginning, and then begins the response, so that a failure is still a problem document. */
    private CompletionStage<?> begin(
            String client,
            RoomExport export,
            Runnable prepare,
            AsyncContext context,
            Lock lock,
            BooleanSupplier isRefused) {
        CompletionStage<Optional<String>> first;
        try {
            first = export.next();
        } catch (RuntimeException e) {
            running.end(client);
            throw e;
        }
        return first.handle((part, failure) -> {
            if (part == null) {
                running.end(client);
                throw ApiRequests.refusal(failure);
            }
            try {
                prepare.run();
                AtomicReference<@Nullable ExportSender> self = new AtomicReference<>();
                ExportSender sender = new ExportSender(export, part.orElse(""), context, lock, isRefused, () -> {
                    running.end(client);
                    ExportSender ended = self.get();
                    if (ended != null) {
                        access.remove(ended);
                    }
                });
                self.set(sender);
                sender.start();
                access.add(sender);
            } catch (IOException e) {
                running.end(client);
                throw new UncheckedIOException(e);
            }
            return part;
        });
    }

    private static void prepare(HttpServletResponse response, ExportFormat format, Room room) {
        response.setContentType(
                format == ExportFormat.JSONL ? format.contentType() : format.contentType() + ";charset=UTF-8");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename(room.name() + "." + format.extension())
                        .build()
                        .toString());
    }
}
