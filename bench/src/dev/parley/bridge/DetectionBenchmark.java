package dev.parley.bridge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.parley.bridge.line.Line;
import dev.parley.command.EverybodysCommands;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Finding out which dialect a connection speaks: all of them are asked about its first bytes, once a connection. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DetectionBenchmark {

    private final List<Dialect> dialects = List.of(
            Misdirected.irc(Patience.STANDARD),
            Misdirected.http(Patience.STANDARD, host -> "http://" + host + ":8080"),
            Misdirected.tls(Patience.STANDARD),
            Misdirected.goodbye(Patience.STANDARD),
            new Line(EverybodysCommands.registry(), ZoneOffset.UTC));

    /** What comes first. */
    @Param({"ada\n", "GET / HTTP/1.1\r\n", "NICK ada\r\n", "a"})
    private String first = "";

    /** The first bytes have come in one piece. */
    @Benchmark
    public @Nullable Dialect decide() {
        byte[] bytes = first.getBytes(ISO_8859_1);
        Opening opening = new Opening(new String(bytes, ISO_8859_1), Duration.ZERO, false);
        for (Dialect dialect : dialects) {
            Verdict verdict = dialect.probe(opening);
            if (verdict != Verdict.NO) {
                return dialect;
            }
        }
        return null;
    }
}
