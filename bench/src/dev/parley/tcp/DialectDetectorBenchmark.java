package dev.parley.tcp;

import dev.parley.chat.identity.ServerPassword;
import dev.parley.chat.session.LoginThrottle;
import dev.parley.chat.session.OperatorLogin;
import dev.parley.command.CommandRegistry;
import dev.parley.command.CommandSender;
import dev.parley.command.InviteLinks;
import dev.parley.command.UserCommands;
import dev.parley.tcp.dialect.framed.FramedDialect;
import dev.parley.tcp.dialect.handle.HandleDialect;
import dev.parley.tcp.dialect.line.LineDialect;
import dev.parley.tcp.dialect.turns.TurnsDialect;
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
 * Measures the detection of the dialect, which happens once per connection: each dialect in turn probes the first
 * bytes. The dialect {@code stomp} is missing, because it needs a whole chat server; like {@code irc} it probes the
 * first word.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DialectDetectorBenchmark {

    private static final DetectionTimeouts TIMEOUTS = DetectionTimeouts.STANDARD;

    private final ServerPassword noPassword = new ServerPassword("");
    private final CommandRegistry<CommandSender> commandRegistry = UserCommands.registry(
            new OperatorLogin(noPassword, (delay, task) -> () -> {}, System::nanoTime),
            new InviteLinks(() -> "https://chat.example/"));
    private final List<Dialect> dialects = List.of(
            WrongProtocolDialect.irc(TIMEOUTS),
            WrongProtocolDialect.http(TIMEOUTS, host -> "http://" + host + ":8080"),
            WrongProtocolDialect.tls(TIMEOUTS),
            WrongProtocolDialect.disconnecting(TIMEOUTS),
            new FramedDialect(commandRegistry, noPassword, TIMEOUTS),
            new TurnsDialect(commandRegistry, noPassword, TIMEOUTS),
            new HandleDialect(commandRegistry, noPassword, TIMEOUTS),
            new LineDialect(
                    commandRegistry,
                    new LoginThrottle(noPassword, (delay, task) -> () -> {}, System::nanoTime),
                    ZoneOffset.UTC));

    /** The client that connects. */
    @Param
    private ClientKind client = ClientKind.LINE;

    /** Kinds of clients, with the first bytes that they send. */
    public enum ClientKind {
        /** The program {@code nc}. */
        LINE("ada\n"),
        /** The program {@code telnet} in character mode. */
        KEY("a"),
        /** A client of the dialect {@code framed}. */
        FRAMED("3         ada"),
        /** A client of the dialect {@code turns}. */
        TURNS("ada> hello\0"),
        /** A client of the dialect {@code handle}. */
        HANDLE("ada"),
        /** An IRC client. */
        IRC("NICK ada\r\n"),
        /** A browser on the wrong port. */
        HTTP("GET / HTTP/1.1\r\n");

        private final String bytes;

        ClientKind(String bytes) {
            this.bytes = bytes;
        }
    }

    /** Probes the first bytes, received as a whole. */
    @Benchmark
    public @Nullable Dialect detect() {
        Preamble preamble = Preamble.of(client.bytes);
        for (Dialect dialect : dialects) {
            if (dialect.probe(preamble) != ProbeResult.NO) {
                return dialect;
            }
        }
        return null;
    }
}
