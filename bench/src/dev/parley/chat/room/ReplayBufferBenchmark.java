package dev.parley.chat.room;

import dev.parley.text.Position;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Measures the replay buffer of a room: appends, reads the latest messages, and finds a message by sequence number. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ReplayBufferBenchmark {

    private static final int BATCH = 10;
    private static final String TEXT = "x".repeat(80);

    private final ReplayMemory replayMemory =
            new ReplayMemory(Runtime.getRuntime().maxMemory(), this::replayBuffers);
    private final ReplayBuffer replayBuffer =
            new ReplayBuffer(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), replayMemory);
    private long seq;
    private long random;

    /** Fills the buffer. */
    @Setup(Level.Iteration)
    public void fill() {
        for (int i = 0; i < ReplayBuffer.LENGTH; i++) {
            replayBuffer.add(message());
        }
    }

    private List<ReplayBuffer> replayBuffers() {
        return List.of(replayBuffer);
    }

    private Message message() {
        seq++;
        return new Message(new Position("k3v9x2", seq), Instant.EPOCH, "p1", "ada", "web", TEXT, false, null);
    }

    /** Creates and appends a message. The server does this once per message. */
    @Benchmark
    public void add() {
        replayBuffer.add(message());
    }

    /** Reads one of the latest 10 deliveries. The server does this once per reader and delivery. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void readLatest(Blackhole blackhole) {
        long end = replayBuffer.end();
        for (long next = end - BATCH; next < end; next++) {
            blackhole.consume(replayBuffer.at(next));
        }
    }

    /** Finds a message by sequence number. The server does this when a client resumes. */
    @Benchmark
    public Delivery find() {
        random = random * 31 + 7;
        Delivery delivery = replayBuffer.entryAt(seq - Math.floorMod(random, ReplayBuffer.LENGTH - 1));
        if (delivery == null) {
            throw new IllegalStateException("A message is missing in the buffer.");
        }
        return delivery;
    }
}
