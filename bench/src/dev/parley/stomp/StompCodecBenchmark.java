package dev.parley.stomp;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Measures the STOMP codec: encodes a MESSAGE frame, and decodes a SEND frame, with a text of 80 characters. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class StompCodecBenchmark {

    private static final String BODY =
            "{\"type\":\"said\",\"seq\":123456,\"epoch\":\"k3v9x2\",\"reference\":\"7f3a9c\","
                    + "\"from\":\"ada\",\"via\":\"web\",\"text\":\"" + "x".repeat(80)
                    + "\",\"action\":false,\"at\":\"2026-01-01T12:00:00.000Z\"}";

    private final StompEncoder encoder = new StompEncoder(StompVersion.V1_2);
    private final Body body = Body.of(BODY);
    private final EncodedFrame encoded = encoder.encode(message());
    private final byte[] target = new byte[encoded.size()];
    private final byte[] sendFrame = encoder.bytes(new Frame(
            StompCommand.SEND,
            Headers.of(
                    Headers.DESTINATION,
                    "/app/rooms/lobby",
                    Headers.RECEIPT,
                    "r-123",
                    "reference",
                    "7f3a9c",
                    Headers.CONTENT_TYPE,
                    "application/json"),
            Body.of("{\"text\":\"" + "x".repeat(80) + "\"}")));
    private final ByteBuffer input = ByteBuffer.wrap(sendFrame);
    private StompDecoder decoder = newDecoder();

    private static StompDecoder newDecoder() {
        StompDecoder decoder = new StompDecoder(Peer.CLIENT, FrameLimits.CONNECTED);
        decoder.setVersion(StompVersion.V1_2, FrameLimits.CONNECTED);
        return decoder;
    }

    private Frame message() {
        return new Frame(
                StompCommand.MESSAGE,
                Headers.of(
                        Headers.SUBSCRIPTION, "room-lobby",
                        Headers.MESSAGE_ID, "lobby@k3v9x2:123456",
                        Headers.DESTINATION, "/topic/rooms/lobby",
                        Headers.CONTENT_TYPE, "application/json"),
                body);
    }

    /** Creates and encodes a MESSAGE frame. The server does this once per message. */
    @Benchmark
    public byte[] encode() {
        return encoder.bytes(message());
    }

    /** Copies an encoded frame. The server does this once per reader. */
    @Benchmark
    public byte[] copyEncoded() {
        encoded.copyTo(target, 0);
        return target;
    }

    /** Decodes a SEND frame that is received as a whole. */
    @Benchmark
    public StompInput decodeWhole() throws MalformedFrameException {
        return requireFrame(decoder.decode(input.clear()));
    }

    /** Decodes a SEND frame that is received byte by byte. */
    @Benchmark
    public StompInput decodeByteByByte() throws MalformedFrameException {
        @Nullable StompInput decoded = null;
        input.clear();
        for (int end = 1; end <= sendFrame.length; end++) {
            decoded = decoder.decode(input.limit(end));
        }
        return requireFrame(decoded);
    }

    private static StompInput requireFrame(@Nullable StompInput decoded) {
        if (decoded == null) {
            throw new IllegalStateException("The frame is incomplete.");
        }
        return decoded;
    }
}
