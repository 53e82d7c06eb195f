package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.load.TestTransport;
import dev.parley.protocol.api.Destinations;
import dev.parley.stomp.Frame;
import dev.parley.stomp.FrameLimits;
import dev.parley.stomp.Headers;
import dev.parley.stomp.MalformedFrameException;
import dev.parley.stomp.Peer;
import dev.parley.stomp.StompDecoder;
import dev.parley.stomp.StompInput;
import dev.parley.stomp.StompVersion;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A STOMP client on any transport. Keeps replies and room events apart, because their order among each other is not
 * specified. In the text it sends, {@code ^} stands for NUL. Frames are compared as summaries: the command, the headers
 * with a meaning, and the body, without times, epochs, tokens and public
 * ids of users.
 */
final class ContractClient implements AutoCloseable, TestTransport.Listener {

    private static final FrameLimits LARGE_LIMITS = new FrameLimits(1 << 22, 64, 1 << 16);
    private static final long PATIENCE_SECONDS = 30;
    private static final List<String> COMPARED = List.of(
            "version", "user-name", "message", "receipt-id", "reference", "position", "subscription", "destination");

    private final StompDecoder decoder = new StompDecoder(Peer.SERVER, LARGE_LIMITS);
    private final BlockingQueue<Frame> replies = new LinkedBlockingQueue<>();
    private final BlockingQueue<Frame> events = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> end = new CompletableFuture<>();
    private final TestTransport transport;

    ContractClient(Function<TestTransport.Listener, TestTransport> opening) {
        this.transport = opening.apply(this);
    }

    @Override
    public void onText(String text) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        try {
            for (StompInput next = decoder.decode(bytes); next != null; next = decoder.decode(bytes)) {
                if (next instanceof Frame frame) {
                    String version = frame.headers().get(Headers.VERSION);
                    if (version != null) {
                        decoder.setVersion(StompVersion.chosen(version).orElseThrow(), LARGE_LIMITS);
                    }
                    (isEvent(frame) ? events : replies).add(frame);
                }
            }
        } catch (MalformedFrameException e) {
            end.completeExceptionally(e);
        }
    }

    private static boolean isEvent(Frame frame) {
        String destination = frame.headers().get(Headers.DESTINATION);
        return destination != null && destination.startsWith(Destinations.ROOM_TOPIC);
    }

    @Override
    public void onClose(int code) {
        end.complete(code);
    }

    /** Sends frames in one write. */
    ContractClient send(String text) {
        transport.send(text.replace('^', '\0'));
        return this;
    }

    /** Awaits exactly these replies, in this order. */
    ContractClient receives(String... summaries) {
        List<String> received = new ArrayList<>();
        for (int i = 0; i < summaries.length; i++) {
            Frame next = poll(replies);
            if (next == null) {
                break;
            }
            received.add(summarize(next));
        }
        assertThat(received).containsExactly(summaries);
        return this;
    }

    /** Awaits a reply. */
    Frame reply() {
        Frame reply = poll(replies);
        assertThat(reply).as("a reply").isNotNull();
        return reply;
    }

    /** Awaits a reply, and returns its summary. */
    String refusal() {
        return summarize(reply());
    }

    /** Awaits an event that contains this text, and returns its summary. */
    String event(String part) {
        List<String> others = new ArrayList<>();
        for (Frame next = poll(events); next != null; next = poll(events)) {
            String summary = summarize(next);
            if (summary.contains(part)) {
                return summary;
            }
            others.add(summary);
        }
        throw new AssertionError("No event contains " + part + ": " + others);
    }

    private static @Nullable Frame poll(BlockingQueue<Frame> frames) {
        try {
            return frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Awaits the end of the connection, after which there is no further reply. */
    void isClosedByTheServer() {
        awaitEnd();
        assertThat(replies).extracting(ContractClient::summarize).isEmpty();
    }

    private static String summarize(Frame frame) {
        StringBuilder line = new StringBuilder(frame.stompCommand().name());
        for (String name : COMPARED) {
            String value = frame.headers().get(name);
            line.append(value == null ? "" : " " + name + ":" + value.replaceAll("^[0-9a-z]{12}:", "E:"));
        }
        try {
            String body = frame.body().text();
            String comparable = body.replaceAll("\"(at|targetAt)\":\"[^\"]*\"", "\"$1\":T")
                    .replaceAll("(\"type\":\"direct\",\"position\":\")[0-9a-z]{12}:", "$1E:")
                    .replaceAll("\"userId\":\"[A-Za-z0-9_-]{22}\",|,\"userIds\":\\[[^\\]]*\\]", "");
            return line + (body.isEmpty() ? "" : " " + comparable);
        } catch (MalformedFrameException e) {
            throw new AssertionError(e);
        }
    }

    /** Breaks the connection. */
    void reset() {
        transport.reset();
        end.complete(-1);
    }

    /** Awaits the end of the connection. */
    void awaitEnd() {
        assertThat(end).succeedsWithin(Duration.ofSeconds(PATIENCE_SECONDS));
    }

    @Override
    public void close() {
        transport.close();
    }
}
