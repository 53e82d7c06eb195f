package dev.parley.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.integration.ServerProcess;
import dev.parley.integration.StompLibraryClient;
import dev.parley.stomp.Body;
import dev.parley.stomp.Frame;
import dev.parley.stomp.FrameLimits;
import dev.parley.stomp.Headers;
import dev.parley.stomp.MalformedFrameException;
import dev.parley.stomp.Peer;
import dev.parley.stomp.StompCommand;
import dev.parley.stomp.StompDecoder;
import dev.parley.stomp.StompEncoder;
import dev.parley.stomp.StompInput;
import dev.parley.stomp.StompVersion;
import dev.parley.text.Position;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Sends and receives STOMP 1.2 frames over any transport. Confined to one thread. */
public final class LoadClient implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final FrameLimits LIMITS = new FrameLimits(1 << 22, 64, 1 << 16);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

    private final BlockingQueue<Frame> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> end = new CompletableFuture<>();
    private final StompEncoder writer = new StompEncoder(StompVersion.V1_2);
    private final TestTransport testTransport;
    private String token = "";

    private LoadClient(TestTransport.Kind kind, ServerProcess server) {
        testTransport = kind.open(server.pagePort(), server.terminalPort(), new FrameListener());
    }

    /** Connects and logs in, with the resume token of the previous connection or an empty one. */
    public static LoadClient logIn(TestTransport.Kind kind, ServerProcess server, String name, String token) {
        LoadClient loadClient = new LoadClient(kind, server);
        loadClient.sendFrame(
                StompCommand.CONNECT, "accept-version", "1.2", "heart-beat", "0,0", "login", name, "resume", token);
        Frame connected = loadClient.await(StompCommand.CONNECTED);
        loadClient.token = String.valueOf(connected.headers().get("resume"));
        return loadClient;
    }

    private final class FrameListener implements TestTransport.Listener {
        private final StompDecoder reader = new StompDecoder(Peer.SERVER, LIMITS);

        private FrameListener() {
            reader.setVersion(StompVersion.V1_2, LIMITS);
        }

        @Override
        public void onText(String text) {
            ByteBuffer bytes = UTF_8.encode(text);
            try {
                for (StompInput in = reader.decode(bytes); in != null; in = reader.decode(bytes)) {
                    if (in instanceof Frame frame) {
                        received.add(frame);
                    }
                }
            } catch (MalformedFrameException e) {
                end.completeExceptionally(e);
            }
        }

        @Override
        public void onClose(int code) {
            end.complete(code);
        }
    }

    /** Returns the resume token. */
    public String token() {
        return token;
    }

    /** Subscribes to refusals and to a room; returns the welcome event. */
    public Frame join(String room, String... headers) {
        subscribe("/user/queue/refusals");
        subscribe("/topic/rooms/" + room, headers);
        Frame welcome = await(StompCommand.MESSAGE);
        assertThat(StompLibraryClient.isEvent(welcome, "welcome")).isTrue();
        return welcome;
    }

    /** Subscribes, with the destination as the id. */
    public void subscribe(String destination, String... headers) {
        Headers.Builder all = Headers.builder().add("destination", destination).add("id", destination);
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], headers[i + 1]);
        }
        writeFrame(new Frame(StompCommand.SUBSCRIBE, all.build()));
    }

    /** Sends a frame without a body. */
    public void sendFrame(StompCommand stompCommand, String... headers) {
        writeFrame(new Frame(stompCommand, Headers.of(headers)));
    }

    /** Publishes a message, and requests a receipt with its reference as the id. */
    public void publish(String room, TestMessage testMessage) {
        sendWithReceipt("/app/rooms/" + room, "text", testMessage.text(), testMessage.reference());
    }

    /** Publishes a message without a reference, and requests a receipt with this id. */
    public void publishWithoutReference(String room, String text, String receipt) {
        Headers headers = Headers.of("destination", "/app/rooms/" + room, "receipt", receipt);
        String body = JSON.createObjectNode().put("text", text).toString();
        writeFrame(new Frame(StompCommand.SEND, headers, Body.of(body)));
    }

    /** Sends a body with one member, and requests a receipt. */
    public void sendWithReceipt(String destination, String member, String value, String reference) {
        Headers headers = Headers.builder()
                .add("destination", destination)
                .add("reference", reference)
                .add("receipt", reference)
                .build();
        String body = JSON.createObjectNode().put(member, value).toString();
        writeFrame(new Frame(StompCommand.SEND, headers, Body.of(body)));
    }

    /** Sends a slash command. */
    public void sendCommand(String line, String room) {
        String body =
                JSON.createObjectNode().put("line", line).put("room", room).toString();
        writeFrame(new Frame(StompCommand.SEND, Headers.of("destination", "/app/commands"), Body.of(body)));
    }

    private void writeFrame(Frame frame) {
        testTransport.send(new String(writer.bytes(frame), UTF_8));
    }

    /** Returns the next frame, or null if none arrives within this time or the connection is closed. */
    @Nullable
    public Frame poll(Duration within) {
        long until = System.nanoTime() + within.toNanos();
        try {
            while (true) {
                boolean over = end.isDone();
                long left = Math.max(0, Math.min(POLL_INTERVAL.toNanos(), until - System.nanoTime()));
                Frame frame = received.poll(over ? 0 : left, TimeUnit.NANOSECONDS);
                if (frame != null || over || left == 0) {
                    return frame;
                }
            }
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** Waits for the next frame of this command, and discards others. */
    public Frame await(StompCommand stompCommand) {
        long until = System.nanoTime() + TIMEOUT.toNanos();
        Frame frame = poll(TIMEOUT);
        while (frame != null && frame.stompCommand() != stompCommand && System.nanoTime() < until) {
            if (frame.stompCommand() == StompCommand.ERROR) {
                throw new ServerUnavailableException(
                        frame.headers().get("message") + " " + StompLibraryClient.json(frame));
            }
            frame = poll(TIMEOUT);
        }
        if (frame == null || frame.stompCommand() != stompCommand) {
            throw new ServerUnavailableException(
                    "there was no " + stompCommand + (isClosedAndDrained() ? ", but the end" : ""));
        }
        return frame;
    }

    /** Thrown when the server is gone or does not answer. */
    public static final class ServerUnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ServerUnavailableException(String message) {
            super(message);
        }
    }

    /** Returns whether the connection is closed and all frames have been read. */
    public boolean isClosedAndDrained() {
        return end.isDone() && received.isEmpty();
    }

    /** Waits until the connection is closed; returns the close code. */
    public int awaitCloseCode() throws Exception {
        return end.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    /** Returns whether this is a receipt. */
    public static boolean isReceipt(Frame frame) {
        return frame.stompCommand() == StompCommand.RECEIPT;
    }

    /** Returns the position in a receipt. */
    public static Position receiptPosition(Frame receipt) {
        return Position.parse(receipt.headers().get("position")).orElseThrow();
    }

    /** Returns the position of a message event. */
    public static Position messagePosition(Frame message) {
        String id = String.valueOf(message.headers().get("message-id"));
        return Position.parse(id.substring(id.indexOf('@') + 1)).orElseThrow();
    }

    @Override
    public void close() {
        testTransport.close();
    }
}
