package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.stomp.Frame;
import dev.parley.stomp.MalformedFrameException;
import dev.parley.stomp.StompCommand;
import dev.parley.stomp.StompVersion;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Checks the decoding of input that arrives before and during login. */
class InboundDecoderTest {

    private static final String SUBSCRIBE = "SUBSCRIBE\nid:1\ndestination:/topic/rooms\n\n\0";

    private final List<Frame> frames = Collections.synchronizedList(new ArrayList<>());
    private final InboundDecoder inboundDecoder = new InboundDecoder(frames::add, () -> false);

    @Test
    void framesBeforeConnectedAreHeldAndThenDecodedInOrder() throws Exception {
        inboundDecoder.hold();
        inboundDecoder.receive(bytes(SUBSCRIBE));
        inboundDecoder.receive(bytes("DISCONNECT\n\n\0"));
        assertThat(frames).isEmpty();
        inboundDecoder.resume(StompVersion.V1_2, () -> true);
        assertThat(frames)
                .extracting(Frame::stompCommand)
                .containsExactly(StompCommand.SUBSCRIBE, StompCommand.DISCONNECT);
    }

    @Test
    void heldInputAboveTheLimitBeforeLoginIsRejected() {
        inboundDecoder.hold();
        assertThatThrownBy(() -> inboundDecoder.receive(bytes(large())))
                .isInstanceOfSatisfying(
                        MalformedFrameException.class,
                        rejected -> assertThat(rejected.sentence()).contains("CONNECTED"));
    }

    @Test
    void largeFrameThatArrivesDuringTheResumeIsDecoded() throws Exception {
        AtomicReference<CompletableFuture<Void>> answering = new AtomicReference<>();
        inboundDecoder.hold();
        inboundDecoder.resume(StompVersion.V1_2, () -> {
            answering.set(CompletableFuture.runAsync(() -> receive(large())));
            return true;
        });
        answering.get().get(10, TimeUnit.SECONDS);
        assertThat(frames).extracting(Frame::stompCommand).containsExactly(StompCommand.SEND);
    }

    @Test
    void heldFramesOfAClosedConnectionAreDiscarded() throws Exception {
        inboundDecoder.hold();
        inboundDecoder.receive(bytes(SUBSCRIBE));
        inboundDecoder.resume(StompVersion.V1_2, () -> false);
        assertThat(frames).isEmpty();
    }

    private void receive(String text) {
        try {
            inboundDecoder.receive(bytes(text));
        } catch (MalformedFrameException e) {
            throw new AssertionError(e.sentence(), e);
        }
    }

    private static String large() {
        return "SEND\ndestination:/app/rooms/lobby\n\n" + "x".repeat(20_000) + "\0";
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
