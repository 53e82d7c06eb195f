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

/** Writing and reading frames: a message of 80 characters as readers get it, and the SEND it came in. */
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

    private final StompEncoder writer = new StompEncoder(StompVersion.V1_2);
    private final Body body = Body.of(BODY);
    private final EncodedFrame encoded = writer.encode(message());
    private final byte[] target = new byte[encoded.size()];
    private final byte[] sent = writer.bytes(new Frame(
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
    private final ByteBuffer whole = ByteBuffer.wrap(sent);
    private StompDecoder reader = fresh();

    private static StompDecoder fresh() {
        StompDecoder reader = new StompDecoder(Peer.CLIENT, FrameLimits.CONNECTED);
        reader.setVersion(StompVersion.V1_2, FrameLimits.CONNECTED);
        return reader;
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

    /** Headers and frame made and written: once a message. */
    @Benchmark
    public byte[] write() {
        return writer.bytes(message());
    }

    /** An encoded frame copied to where it is sent from: once a reader. */
    @Benchmark
    public byte[] copy() {
        encoded.copyTo(target, 0);
        return target;
    }

    /** A frame that comes whole. */
    @Benchmark
    public StompInput readWhole() throws MalformedFrameException {
        return read(whole.clear());
    }

    /** A frame that comes byte by byte. */
    @Benchmark
    public StompInput readByteByByte() throws MalformedFrameException {
        @Nullable StompInput frame = null;
        whole.clear();
        for (int end = 1; end <= sent.length; end++) {
            frame = reader.decode(whole.limit(end));
        }
        return arrived(frame);
    }

    private StompInput read(ByteBuffer bytes) throws MalformedFrameException {
        return arrived(reader.decode(bytes));
    }

    private static StompInput arrived(@Nullable StompInput frame) {
        if (frame == null) {
            throw new IllegalStateException("The frame is not whole.");
        }
        return frame;
    }
}
