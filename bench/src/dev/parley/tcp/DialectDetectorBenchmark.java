package dev.parley.tcp;

import dev.parley.chat.identity.ServerPassword;
import dev.parley.chat.session.LoginThrottle;
import dev.parley.command.CommandRegistry;
import dev.parley.command.CommandSender;
import dev.parley.command.UserCommands;
import dev.parley.tcp.dialect.framed.FramedDialect;
import dev.parley.tcp.dialect.handle.HandleDialect;
import dev.parley.tcp.dialect.line.LineDialect;
import dev.parley.tcp.dialect.turns.TurnsDialect;
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

/**
 * Finding out which dialect a connection speaks: one after the other is asked about its first bytes, once a connection.
 * All take part but {@code stomp}, which would need a whole house to talk in; it looks at the first word, as irc does.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DialectDetectorBenchmark {

    private static final DetectionTimeouts DETECTION_TIMEOUTS = DetectionTimeouts.STANDARD;

    private final CommandRegistry<CommandSender> commandRegistry = UserCommands.registry();
    private final ServerPassword none = new ServerPassword("");
    private final List<Dialect> dialects = List.of(
            WrongProtocolDialect.irc(DETECTION_TIMEOUTS),
            WrongProtocolDialect.http(DETECTION_TIMEOUTS, host -> "http://" + host + ":8080"),
            WrongProtocolDialect.tls(DETECTION_TIMEOUTS),
            WrongProtocolDialect.disconnecting(DETECTION_TIMEOUTS),
            new FramedDialect(commandRegistry, none, DETECTION_TIMEOUTS),
            new TurnsDialect(commandRegistry, none, DETECTION_TIMEOUTS),
            new HandleDialect(commandRegistry, none, DETECTION_TIMEOUTS),
            new LineDialect(
                    commandRegistry,
                    new LoginThrottle(none, (delay, task) -> () -> {}, System::nanoTime),
                    ZoneOffset.UTC));

    /** Who connects. */
    @Param
    private Peer first = Peer.LINE;

    /** Those who connect, by what they begin with. */
    public enum Peer {
        /** A person with nc. */
        LINE("ada\n"),
        /** A person whose telnet sends every key. */
        KEY("a"),
        /** The client that sends lengths before texts. */
        FRAMED("3         ada"),
        /** The client that waits for its turn. */
        TURNS("ada> hello\0"),
        /** The client that begins with a word. */
        HANDLE("ada"),
        /** An IRC client. */
        IRC("NICK ada\r\n"),
        /** A browser that was given the wrong port. */
        HTTP("GET / HTTP/1.1\r\n");

        private final String bytes;

        Peer(String bytes) {
            this.bytes = bytes;
        }
    }

    /** The first bytes have come in one piece. */
    @Benchmark
    public @Nullable Dialect decide() {
        Preamble preamble = new Preamble(first.bytes, Duration.ZERO, false);
        for (Dialect dialect : dialects) {
            if (dialect.probe(preamble) != ProbeResult.NO) {
                return dialect;
            }
        }
        return null;
    }
}
