package dev.parley.chat.room;

import dev.parley.text.Position;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
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

/** The tail: putting a message on it, reading it to the end, finding a message by its number. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ReplayBufferBenchmark {

    private static final int BATCH = 10;
    private static final String TEXT = "x".repeat(80);

    private final ReplayBuffer replayBuffer = new ReplayBuffer(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    private long seq;
    private long sought;

    /** A tail that is full. */
    @Setup(Level.Iteration)
    public void fill() {
        for (int i = 0; i < ReplayBuffer.LENGTH; i++) {
            replayBuffer.add(message());
        }
    }

    private Message message() {
        seq++;
        return new Message(new Position("k3v9x2", seq), Instant.EPOCH, "p1", "ada", "web", TEXT, false, null);
    }

    /** Once a message: what it takes to make it is in it. */
    @Benchmark
    public void add() {
        replayBuffer.add(message());
    }

    /** Once a reader and batch: the last ten deliveries, each. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void takeTheLastTen(Blackhole taken) {
        long end = replayBuffer.end();
        for (long next = end - BATCH; next < end; next++) {
            taken.consume(replayBuffer.at(next));
        }
    }

    /** Once a reader who comes back: where its position is. */
    @Benchmark
    public Delivery find() {
        sought = sought * 31 + 7;
        Delivery found = replayBuffer.messageAt(seq - Math.floorMod(sought, ReplayBuffer.LENGTH - 1));
        if (found == null) {
            throw new IllegalStateException("A message is missing on the tail.");
        }
        return found;
    }
}
