package dev.parley.tcp.dialect.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.session.TestChatServer;
import dev.parley.stomp.Frame;
import dev.parley.stomp.FrameLimits;
import dev.parley.stomp.Headers;
import dev.parley.stomp.MalformedFrameException;
import dev.parley.stomp.StompDecoder;
import dev.parley.stomp.StompInput;
import dev.parley.stomp.StompVersion;
import dev.parley.tcp.OpenPort;
import dev.parley.tcp.TestClient;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Acts as a STOMP client on an embedded channel. In the text it sends, {@code ^} stands for NUL. */
final class StompTestClient {

    private static final FrameLimits LARGE_LIMITS = new FrameLimits(1 << 22, 64, 1 << 16);

    private final TestClient testClient;
    private final StompDecoder decoder = new StompDecoder(dev.parley.stomp.Peer.SERVER, LARGE_LIMITS);
    private final StompVersion version;
    private int heartbeats;

    StompTestClient(TestChatServer server, StompVersion version) {
        this.testClient = TestClient.of(server, OpenPort.dialects(server.chatServer));
        this.version = version;
    }

    StompTestClient(TestChatServer server) {
        this(server, StompVersion.V1_2);
    }

    TestClient testClient() {
        return testClient;
    }

    StompTestClient send(String text) {
        return send(text, testClient::send);
    }

    StompTestClient send(String text, Consumer<String> by) {
        by.accept(text.replace('^', '\0'));
        return this;
    }

    StompTestClient login(String name) {
        send("CONNECT\naccept-version:" + version.number() + "\nhost:parley\nlogin:" + name + "\n\n^");
        assertThat(receivedFrames()).containsExactly("CONNECTED");
        return this;
    }

    /** Logs in, subscribes to refusals, direct messages and replies, and joins the lobby. */
    StompTestClient joinLobby(String name) {
        login(name);
        send("SUBSCRIBE\nid:r\ndestination:/user/queue/refusals\n\n^"
                + "SUBSCRIBE\nid:d\ndestination:/user/queue/direct\n\n^"
                + "SUBSCRIBE\nid:a\ndestination:/user/queue/answers\n\n^"
                + "SUBSCRIBE\nid:0\ndestination:/topic/rooms/lobby\n\n^");
        assertThat(receivedFrames()).first().asString().contains("\"type\":\"welcome\"");
        return this;
    }

    /** Returns the frames received since the last call. */
    List<Frame> frames() {
        testClient.settle();
        List<Frame> frames = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(testClient.receivedBytes());
        try {
            for (StompInput next = decoder.decode(bytes); next != null; next = decoder.decode(bytes)) {
                if (next instanceof Frame frame) {
                    frames.add(frame);
                    if (frame.headers().has(Headers.VERSION)) {
                        decoder.setVersion(version, LARGE_LIMITS);
                    }
                } else {
                    heartbeats++;
                }
            }
        } catch (MalformedFrameException e) {
            throw new AssertionError(e);
        }
        assertThat(decoder.isWithinFrame()).as("half a frame at the end").isFalse();
        return frames;
    }

    /** Returns summaries of the frames received since the last call: the command, some headers and the body. */
    List<String> receivedFrames() {
        return frames().stream().map(StompTestClient::summarize).toList();
    }

    private static String summarize(Frame frame) {
        StringBuilder line = new StringBuilder(frame.stompCommand().name());
        for (String name : List.of("message", "receipt-id", "reference", "position", "subscription")) {
            String value = frame.headers().get(name);
            line.append(value == null ? "" : " " + name + ":" + value);
        }
        try {
            return frame.body().isEmpty()
                    ? line.toString()
                    : line + " " + frame.body().text();
        } catch (MalformedFrameException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the number of heart-beats received. */
    int heartbeats() {
        frames();
        return heartbeats;
    }
}
