package dev.parley.integration;

import dev.parley.stomp.Body;
import dev.parley.stomp.Frame;
import dev.parley.stomp.FrameLimits;
import dev.parley.stomp.Headers;
import dev.parley.stomp.Heartbeat;
import dev.parley.stomp.MalformedFrameException;
import dev.parley.stomp.Peer;
import dev.parley.stomp.StompCommand;
import dev.parley.stomp.StompDecoder;
import dev.parley.stomp.StompEncoder;
import dev.parley.stomp.StompInput;
import dev.parley.stomp.StompVersion;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends and receives STOMP frames over a WebSocket. Received frames that were not requested yet stay in order. */
public final class StompLibraryClient implements AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final long POLL_MILLIS = 50;
    private static final FrameLimits LIMITS = new FrameLimits(1 << 22, 64, 1 << 16);

    private final StompDecoder reader = new StompDecoder(Peer.SERVER, LIMITS);
    private final BlockingQueue<Frame> received = new LinkedBlockingQueue<>();
    private final List<Frame> skipped = new ArrayList<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;
    private volatile StompVersion version = StompVersion.V1_2;
    private final AtomicInteger heartbeats = new AtomicInteger();

    private StompLibraryClient(URI address, @Nullable String origin, String... protocols) {
        this(CLIENT, address, origin, protocols);
    }

    private StompLibraryClient(HttpClient client, URI address, @Nullable String origin, String... protocols) {
        WebSocket.Builder builder = client.newWebSocketBuilder();
        if (origin != null) {
            builder.header("Origin", origin);
        }
        if (protocols.length > 0) {
            builder.subprotocols(
                    protocols[0],
                    List.of(protocols).subList(1, protocols.length).toArray(String[]::new));
        }
        this.socket = builder.buildAsync(address, new Listener()).join();
    }

    /** Opens a session at the plain WebSocket of this port. */
    public static StompLibraryClient connect(int port) {
        return connect(port, "/ws/websocket", "v12.stomp", "v11.stomp", "v10.stomp");
    }

    /** Opens a session at this path, with these sub-protocols. */
    public static StompLibraryClient connect(int port, String path, String... protocols) {
        return new StompLibraryClient(URI.create("ws://localhost:" + port + path), null, protocols);
    }

    /** Opens a session with this origin, as a page would. */
    public static StompLibraryClient connectWithOrigin(String origin, int port, String path) {
        return new StompLibraryClient(URI.create("ws://localhost:" + port + path), origin);
    }

    /** Opens a session over TLS, with an HTTP client that trusts the server. */
    public static StompLibraryClient connectOverTls(HttpClient client, int port, String path) {
        return new StompLibraryClient(client, URI.create("wss://localhost:" + port + path), null);
    }

    private final class Listener implements WebSocket.Listener {
        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
            try {
                for (StompInput in = reader.decode(bytes); in != null; in = reader.decode(bytes)) {
                    if (in instanceof Frame frame) {
                        if (frame.stompCommand() == StompCommand.CONNECTED) {
                            version = StompVersion.chosen(frame.headers().get(Headers.VERSION))
                                    .orElseThrow();
                            reader.setVersion(version, LIMITS);
                        }
                        received.add(frame);
                    } else if (in == Heartbeat.EOL) {
                        heartbeats.incrementAndGet();
                    }
                }
            } catch (MalformedFrameException e) {
                closed.completeExceptionally(e);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.completeExceptionally(error);
        }
    }

    /** Logs in under this nickname, with STOMP 1.2. */
    public StompLibraryClient logIn(String name) {
        logInForToken(name);
        return this;
    }

    /** Logs in under this nickname, with STOMP 1.2, and returns the resume token. */
    public String logInForToken(String name) {
        sendFrame(StompCommand.CONNECT, "accept-version", "1.2", "login", name);
        return String.valueOf(receive(StompCommand.CONNECTED).headers().get("resume"));
    }

    /** Resumes a session with this token. */
    public StompLibraryClient resume(String name, String token) {
        sendFrame(StompCommand.CONNECT, "accept-version", "1.2", "login", name, "resume", token);
        receive(StompCommand.CONNECTED);
        return this;
    }

    /** Subscribes to refusals and to a room, under the id {@code room-ROOM}, and waits for the welcome event. */
    public StompLibraryClient join(String room, String... headers) {
        subscribe("/user/queue/refusals", "refusals");
        subscribe("/topic/rooms/" + room, "room-" + room, headers);
        receive(frame -> isEvent(frame, "welcome"));
        return this;
    }

    /** Subscribes to a room again, with the subscription to refusals in place, and waits for the welcome event. */
    public StompLibraryClient rejoin(String room, String... headers) {
        subscribe("/topic/rooms/" + room, "room-" + room, headers);
        receive(frame -> isEvent(frame, "welcome"));
        return this;
    }

    /** Subscribes to a destination. */
    public StompLibraryClient subscribe(String destination, String id, String... headers) {
        Headers.Builder all = Headers.builder().add("destination", destination).add("id", id);
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], headers[i + 1]);
        }
        return sendFrame(new Frame(StompCommand.SUBSCRIBE, all.build()));
    }

    /** Sends a frame without a body. */
    public StompLibraryClient sendFrame(StompCommand stompCommand, String... headers) {
        return sendFrame(new Frame(stompCommand, Headers.of(headers)));
    }

    /** Publishes a message to a room, with the reference also as the receipt id. */
    public StompLibraryClient publish(String room, String text, String reference) {
        return send(
                "/app/rooms/" + room,
                JSON.createObjectNode().put("text", text).toString(),
                "reference",
                reference,
                "receipt",
                reference);
    }

    /** Sends a SEND frame with a body. */
    public StompLibraryClient send(String destination, String body, String... headers) {
        Headers.Builder all = Headers.builder().add("destination", destination);
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], headers[i + 1]);
        }
        return sendFrame(new Frame(StompCommand.SEND, all.build(), Body.of(body)));
    }

    /** Sends a frame. */
    public StompLibraryClient sendFrame(Frame frame) {
        return sendRaw(new String(new StompEncoder(version).bytes(frame), StandardCharsets.UTF_8));
    }

    /** Sends this text unchanged. */
    public StompLibraryClient sendRaw(String text) {
        socket.sendText(text, true).join();
        return this;
    }

    /** Waits for a frame of this command. Other frames stay in the queue. */
    public Frame receive(StompCommand stompCommand) {
        return receive(frame -> frame.stompCommand() == stompCommand);
    }

    /** Waits for a message with this text, and returns its event. */
    public JsonNode receiveMessage(String text) {
        return json(receive(frame ->
                isEvent(frame, "said") && json(frame).path("text").asString("").equals(text)));
    }

    /** Waits for a room event of this type, and returns it. */
    public JsonNode receiveEvent(String type) {
        return json(receive(frame -> isEvent(frame, type)));
    }

    /** Waits for the next message at this destination, and returns its body. */
    public JsonNode receiveAt(String destination) {
        return json(receive(frame -> destination.equals(frame.headers().get("destination"))));
    }

    /** Waits for the receipt of this id. */
    public Frame receiveReceipt(String id) {
        return receive(frame -> frame.stompCommand() == StompCommand.RECEIPT
                && id.equals(frame.headers().get(Headers.RECEIPT_ID)));
    }

    /** Waits for a matching frame. Other frames stay in the queue. */
    public Frame receive(Predicate<Frame> wanted) {
        for (int i = 0; i < skipped.size(); i++) {
            if (wanted.test(skipped.get(i))) {
                return skipped.remove(i);
            }
        }
        long end = System.nanoTime() + TIMEOUT.toNanos();
        try {
            while (true) {
                boolean over = closed.isDone();
                Frame next = received.poll(over ? 0 : POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (next == null) {
                    if (over || System.nanoTime() > end) {
                        throw new AssertionError((over ? "The session ended before the frame was" : "The frame was not")
                                + " received; but these were: " + describeSkipped());
                    }
                } else if (wanted.test(next)) {
                    return next;
                } else {
                    skipped.add(next);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private List<String> describeSkipped() {
        return skipped.stream()
                .map(frame -> frame.stompCommand() + " " + frame.headers().get("destination") + " " + text(frame))
                .toList();
    }

    /** Returns and removes all frames that were received and not requested so far. */
    public List<Frame> drain() {
        received.drainTo(skipped);
        List<Frame> all = List.copyOf(skipped);
        skipped.clear();
        return all;
    }

    /** Returns how many heartbeats were received. */
    public int heartbeatCount() {
        return heartbeats.get();
    }

    /** Waits until the session is closed; returns the close code. */
    public int awaitCloseCode() {
        try {
            return closed.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("The session was not closed cleanly.", e);
        }
    }

    /** Returns whether the session is closed. */
    public boolean isClosed() {
        return closed.isDone();
    }

    /** Parses the body of a frame. */
    public static JsonNode json(Frame frame) {
        return JSON.readTree(text(frame));
    }

    private static String text(Frame frame) {
        try {
            return frame.body().text();
        } catch (MalformedFrameException e) {
            throw new UncheckedIOException(new java.io.IOException(e));
        }
    }

    /** Returns whether this is a room event of this type. */
    public static boolean isEvent(Frame frame, String type) {
        String destination = frame.headers().get("destination");
        return frame.stompCommand() == StompCommand.MESSAGE
                && destination != null
                && destination.startsWith("/topic/rooms/")
                && json(frame).path("type").asString("").equals(type);
    }

    /** Closes the session with this code, without DISCONNECT. */
    public void closeWith(int code) {
        socket.sendClose(code, "").join();
    }

    /** Aborts the connection without a close frame. */
    public void abort() {
        socket.abort();
    }

    @Override
    public void close() {
        socket.abort();
    }
}
