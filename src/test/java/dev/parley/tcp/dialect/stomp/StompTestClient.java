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

/** A STOMP client without a socket: sends text in which {@code ^} is NUL, and reads frames. */
final class StompTestClient {

    private static final FrameLimits ENOUGH = new FrameLimits(1 << 22, 64, 1 << 16);

    private final TestClient testClient;
    private final StompDecoder reader = new StompDecoder(dev.parley.stomp.Peer.SERVER, ENOUGH);
    private final StompVersion version;
    private int beats;

    StompTestClient(TestChatServer house, StompVersion version) {
        this.testClient = TestClient.of(house, OpenPort.dialects(house.chatServer));
        this.version = version;
    }

    StompTestClient(TestChatServer house) {
        this(house, StompVersion.V1_2);
    }

    TestClient testClient() {
        return testClient;
    }

    StompTestClient sends(String text) {
        return sends(text, testClient::sends);
    }

    StompTestClient sends(String text, Consumer<String> by) {
        by.accept(text.replace('^', '\0'));
        return this;
    }

    StompTestClient enters(String name) {
        sends("CONNECT\naccept-version:" + version.number() + "\nhost:parley\nlogin:" + name + "\n\n^");
        assertThat(told()).containsExactly("CONNECTED");
        return this;
    }

    /** Comes in, hears refusals, answers and words for it alone, and joins the lobby. */
    StompTestClient joins(String name) {
        enters(name);
        sends("SUBSCRIBE\nid:r\ndestination:/user/queue/refusals\n\n^"
                + "SUBSCRIBE\nid:d\ndestination:/user/queue/direct\n\n^"
                + "SUBSCRIBE\nid:a\ndestination:/user/queue/answers\n\n^"
                + "SUBSCRIBE\nid:0\ndestination:/topic/rooms/lobby\n\n^");
        assertThat(told()).first().asString().contains("\"type\":\"welcome\"");
        return this;
    }

    /** The frames that have arrived since this was asked last. */
    List<Frame> frames() {
        testClient.settle();
        List<Frame> frames = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(testClient.receivedBytes());
        try {
            for (StompInput next = reader.decode(bytes); next != null; next = reader.decode(bytes)) {
                if (next instanceof Frame frame) {
                    frames.add(frame);
                    if (frame.headers().has(Headers.VERSION)) {
                        reader.setVersion(version, ENOUGH);
                    }
                } else {
                    beats++;
                }
            }
        } catch (MalformedFrameException e) {
            throw new AssertionError(e);
        }
        assertThat(reader.isWithinFrame()).as("half a frame at the end").isFalse();
        return frames;
    }

    /** The same in short: the command, what it is about, and the body. */
    List<String> told() {
        return frames().stream().map(StompTestClient::inShort).toList();
    }

    private static String inShort(Frame frame) {
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

    /** How many heart-beats have come. */
    int beats() {
        frames();
        return beats;
    }
}
