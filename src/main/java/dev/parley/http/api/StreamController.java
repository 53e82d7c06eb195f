package dev.parley.http.api;

import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.Room;
import dev.parley.chat.session.KeyHolder;
import dev.parley.servlet.ConnectionLocks;
import dev.parley.servlet.ConnectionTimeouts;
import dev.parley.text.Position;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Opens streams of rooms. */
@Controller
@RequestMapping(ApiFilter.ROOT)
class StreamController {

    /** The time after which a stream is cut whose client reads nothing. */
    private static final Duration STALLED = Duration.ofSeconds(30);

    private final ApiRequests requests;
    private final StreamEndpoint endpoint;
    private final ObjectProvider<ConnectionTimeouts> timeouts;
    private final ConnectionLocks locks;

    StreamController(
            ApiRequests requests,
            StreamEndpoint endpoint,
            ObjectProvider<ConnectionTimeouts> timeouts,
            ObjectProvider<ConnectionLocks> locks) {
        this.requests = requests;
        this.endpoint = endpoint;
        this.timeouts = timeouts;
        this.locks = locks.getIfAvailable(() -> connectionId -> new ReentrantLock());
    }

    /**
     * Streams the events of a room from now on, or from the one after a position.
     *
     * @param after the position; the header {@code Last-Event-ID} takes precedence, because a browser that connects again
     *     sends it with the first address
     */
    @GetMapping("/rooms/{room}/stream")
    void stream(
            @PathVariable("room") String room,
            @RequestParam(name = "after", required = false) @Nullable String after,
            @RequestParam(name = "events", required = false) @Nullable String events,
            HttpServletRequest request,
            HttpServletResponse response) {
        StreamFormat format = StreamFormat.of(request.getHeader(HttpHeaders.ACCEPT));
        String lastEventId = request.getHeader("Last-Event-ID");
        String address = request.getRemoteAddr();
        String connectionId = request.getServletConnection().getConnectionId();
        boolean isHead = request.getMethod().equals("HEAD");
        AsyncContext context = request.startAsync(request, response);
        context.setTimeout(0);
        requests.reader(UserAction.READ_STREAM, request)
                .thenAccept(client -> {
                    Room found = ApiRequests.find(client, room);
                    EventSelection selection = EventSelection.parse(events);
                    ReplayFrom replayFrom =
                            replayFrom(lastEventId == null || lastEventId.isEmpty() ? after : lastEventId);
                    if (isHead) {
                        prepare(response, format);
                        context.complete();
                        return;
                    }
                    endpoint.acquire(address);
                    timeouts.ifAvailable(each -> each.setWriteTimeout(connectionId, STALLED));
                    prepare(response, format);
                    start(client, format, selection, context, locks.lock(connectionId), address, found, replayFrom);
                })
                .exceptionally(failure -> {
                    ApiRequests.refuse(context, response, failure);
                    return null;
                });
    }

    private void start(
            KeyHolder client,
            StreamFormat format,
            EventSelection selection,
            AsyncContext context,
            Lock lock,
            String address,
            Room room,
            ReplayFrom replayFrom) {
        AtomicReference<@Nullable RoomStream> self = new AtomicReference<>();
        RoomStream stream;
        try {
            stream = new RoomStream(
                    client,
                    format,
                    endpoint.encoder(format),
                    selection,
                    context,
                    lock,
                    endpoint.executor(),
                    endpoint::nanoTime,
                    () -> {
                        endpoint.release(address);
                        RoomStream ended = self.get();
                        if (ended != null) {
                            endpoint.remove(ended);
                        }
                    });
        } catch (IOException e) {
            endpoint.release(address);
            throw new UncheckedIOException(e);
        }
        self.set(stream);
        endpoint.add(stream);
        stream.start(room, replayFrom);
        endpoint.watch(stream);
    }

    private static ReplayFrom replayFrom(@Nullable String written) {
        return written == null
                ? new ReplayFrom.Last(0)
                : new ReplayFrom.After(Position.parse(written)
                        .orElseThrow(() -> RefusedRequestException.malformed(
                                "A stream begins after a position in the form EPOCH:SEQ.")));
    }

    private static void prepare(HttpServletResponse response, StreamFormat format) {
        response.setContentType(format.mediaType());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader("X-Accel-Buffering", "no"); // nginx would gather the events
    }
}
