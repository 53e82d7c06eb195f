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

/** Somebody who talks STOMP 1.2, over whatever carries it. Confined to one thread. */
final class LoadClient implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final FrameLimits ENOUGH = new FrameLimits(1 << 22, 64, 1 << 16);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SLICE = Duration.ofMillis(50);

    private final BlockingQueue<Frame> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> end = new CompletableFuture<>();
    private final StompEncoder writer = new StompEncoder(StompVersion.V1_2);
    private final TestTransport testTransport;
    private String token = "";

    private LoadClient(TestTransport.Kind kind, ServerProcess server) {
        testTransport = kind.open(server.pagePort(), server.terminalPort(), new Hearing());
    }

    /** Comes in by this way; with the token of before, or an empty one. */
    static LoadClient enter(TestTransport.Kind kind, ServerProcess server, String name, String token) {
        LoadClient loadClient = new LoadClient(kind, server);
        loadClient.says(
                StompCommand.CONNECT, "accept-version", "1.2", "heart-beat", "0,0", "login", name, "resume", token);
        Frame connected = loadClient.awaits(StompCommand.CONNECTED);
        loadClient.token = String.valueOf(connected.headers().get("resume"));
        return loadClient;
    }

    private final class Hearing implements TestTransport.Ear {
        private final StompDecoder reader = new StompDecoder(Peer.SERVER, ENOUGH);

        private Hearing() {
            reader.setVersion(StompVersion.V1_2, ENOUGH);
        }

        @Override
        public void text(String text) {
            ByteBuffer bytes = UTF_8.encode(text);
            try {
                for (StompInput in = reader.decode(bytes); in != null; in = reader.decode(bytes)) {
                    if (in instanceof Frame frame) {
                        heard.add(frame);
                    }
                }
            } catch (MalformedFrameException e) {
                end.completeExceptionally(e);
            }
        }

        @Override
        public void end(int code) {
            end.complete(code);
        }
    }

    /** What to come back with. */
    String token() {
        return token;
    }

    /** Sits down in a room, and hears refusals as well; returns the welcome. */
    Frame joins(String room, String... headers) {
        subscribes("/user/queue/refusals");
        subscribes("/topic/rooms/" + room, headers);
        Frame welcome = awaits(StompCommand.MESSAGE);
        assertThat(StompLibraryClient.isEvent(welcome, "welcome")).isTrue();
        return welcome;
    }

    /** Subscribes, under the destination as the id. */
    void subscribes(String destination, String... headers) {
        Headers.Builder all = Headers.builder().add("destination", destination).add("id", destination);
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], headers[i + 1]);
        }
        send(new Frame(StompCommand.SUBSCRIBE, all.build()));
    }

    /** Sends a frame without a body. */
    void says(StompCommand stompCommand, String... headers) {
        send(new Frame(stompCommand, Headers.of(headers)));
    }

    /** Posts, asking for a receipt under the reference. */
    void posts(String room, TestMessage testMessage) {
        sends("/app/rooms/" + room, "text", testMessage.text(), testMessage.reference());
    }

    /** Sends a body of one member, and asks for a receipt. */
    void sends(String destination, String member, String value, String reference) {
        Headers headers = Headers.builder()
                .add("destination", destination)
                .add("reference", reference)
                .add("receipt", reference)
                .build();
        String body = JSON.createObjectNode().put(member, value).toString();
        send(new Frame(StompCommand.SEND, headers, Body.of(body)));
    }

    /** Gives the operator's commands' sibling: a slash command, of which the answer goes to nobody. */
    void commands(String line, String room) {
        String body =
                JSON.createObjectNode().put("line", line).put("room", room).toString();
        send(new Frame(StompCommand.SEND, Headers.of("destination", "/app/commands"), Body.of(body)));
    }

    private void send(Frame frame) {
        testTransport.send(new String(writer.bytes(frame), UTF_8));
    }

    /** The next frame; null if there is none in this time, or ever again. */
    @Nullable
    Frame next(Duration within) {
        long until = System.nanoTime() + within.toNanos();
        try {
            while (true) {
                boolean over = end.isDone();
                long left = Math.max(0, Math.min(SLICE.toNanos(), until - System.nanoTime()));
                Frame frame = heard.poll(over ? 0 : left, TimeUnit.NANOSECONDS);
                if (frame != null || over || left == 0) {
                    return frame;
                }
            }
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** The next frame of this command; others are passed over and forgotten. */
    Frame awaits(StompCommand stompCommand) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        Frame frame = next(PATIENCE);
        while (frame != null && frame.stompCommand() != stompCommand && System.nanoTime() < until) {
            if (frame.stompCommand() == StompCommand.ERROR) {
                throw new Gone(frame.headers().get("message") + " " + StompLibraryClient.json(frame));
            }
            frame = next(PATIENCE);
        }
        if (frame == null || frame.stompCommand() != stompCommand) {
            throw new Gone("there was no " + stompCommand + (isOver() ? ", but the end" : ""));
        }
        return frame;
    }

    /** The server is gone, or does not answer. */
    static final class Gone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Gone(String message) {
            super(message);
        }
    }

    /** Whether the end has come, and everything before it was asked for. */
    boolean isOver() {
        return end.isDone() && heard.isEmpty();
    }

    /** Awaits the end; its code. */
    int closesWith() throws Exception {
        return end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Whether this is a receipt. */
    static boolean isReceipt(Frame frame) {
        return frame.stompCommand() == StompCommand.RECEIPT;
    }

    /** The place that a receipt tells. */
    static Position place(Frame receipt) {
        return Position.parse(receipt.headers().get("position")).orElseThrow();
    }

    /** The place of a message that was said. */
    static Position placeOfSaid(Frame said) {
        String id = String.valueOf(said.headers().get("message-id"));
        return Position.parse(id.substring(id.indexOf('@') + 1)).orElseThrow();
    }

    @Override
    public void close() {
        testTransport.close();
    }
}
