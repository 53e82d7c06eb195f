package dev.parley.tcp;

import dev.parley.chat.identity.ServerPassword;
import dev.parley.chat.room.ChatMetricsRecorder;
import dev.parley.chat.room.InMemoryHistory;
import dev.parley.chat.room.Scheduler;
import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.chat.session.LoginThrottle;
import dev.parley.chat.session.ReplyBudget;
import dev.parley.chat.session.TestResources;
import dev.parley.command.TestCommands;
import dev.parley.tcp.dialect.framed.FramedDialect;
import dev.parley.tcp.dialect.handle.HandleDialect;
import dev.parley.tcp.dialect.line.LineDialect;
import dev.parley.tcp.dialect.named.NamedDialect;
import dev.parley.tcp.dialect.stomp.StompDialect;
import dev.parley.tcp.dialect.turns.TurnsDialect;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs a TCP server on sockets with an in-memory history. */
public final class OpenPort implements AutoCloseable {

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);
    private final ChatMetricsRecorder metrics = new ChatMetricsRecorder();
    private final ChatServer chatServer;
    private final TcpServer port;
    private final ConnectionLimiter connectionLimiter;

    /** Opens the ports of the settings. */
    public OpenPort(TcpSettings settings, ServerLimits limits, ConnectionLimiter connectionLimiter) {
        this(settings, null, limits, connectionLimiter, new ReplyBudget(0));
    }

    /** Opens the ports of the settings, and a TLS port. */
    public OpenPort(
            TcpSettings settings,
            @Nullable TlsPortSettings tlsPortSettings,
            ServerLimits limits,
            ConnectionLimiter connectionLimiter) {
        this(settings, tlsPortSettings, limits, connectionLimiter, new ReplyBudget(0));
    }

    /** Opens the ports of the settings with a budget of the pending output. */
    public OpenPort(
            TcpSettings settings,
            @Nullable TlsPortSettings tlsPortSettings,
            ServerLimits limits,
            ConnectionLimiter connectionLimiter,
            ReplyBudget replyBudget) {
        InMemoryHistory history = new InMemoryHistory(Clock.systemUTC());
        Scheduler scheduler = (delay, action) -> {
            Future<?> task = threads.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
            return () -> task.cancel(false);
        };
        this.connectionLimiter = connectionLimiter;
        chatServer = new ChatServer(
                limits, TestResources.of(history, history, history, Clock.systemUTC(), scheduler, threads), metrics);
        port = new TcpServer(
                settings, tlsPortSettings, dialects(chatServer), chatServer, connectionLimiter, replyBudget);
        port.start();
    }

    /** Opens any free port with the default settings. */
    public static OpenPort standard() {
        return new OpenPort(TcpSettings.on(List.of(0), ""), ServerLimits.defaults(), new ConnectionLimiter(0, 0));
    }

    /** Returns the dialects in the order of the real server. */
    public static List<Dialect> dialects(ChatServer chatServer) {
        Scheduler unused = (delay, task) -> {
            throw new AssertionError("Nothing is throttled without a password.");
        };
        return dialects(chatServer, new LoginThrottle(ServerPassword.NONE, unused, System::nanoTime));
    }

    /** Returns the same with a login throttle. */
    public static List<Dialect> dialects(ChatServer chatServer, LoginThrottle loginThrottle) {
        ServerPassword serverPassword = loginThrottle.serverPassword();
        return List.of(
                WrongProtocolDialect.irc(DetectionTimeouts.STANDARD),
                new StompDialect(chatServer, TestCommands.registry(), loginThrottle, DetectionTimeouts.STANDARD),
                WrongProtocolDialect.http(DetectionTimeouts.STANDARD, host -> "http://" + host + ":8080"),
                WrongProtocolDialect.tls(DetectionTimeouts.STANDARD),
                WrongProtocolDialect.disconnecting(DetectionTimeouts.STANDARD),
                new FramedDialect(TestCommands.registry(), serverPassword, DetectionTimeouts.STANDARD),
                new TurnsDialect(TestCommands.registry(), serverPassword, DetectionTimeouts.STANDARD),
                new HandleDialect(TestCommands.registry(), serverPassword, DetectionTimeouts.STANDARD),
                new NamedDialect(TestCommands.registry(), serverPassword, DetectionTimeouts.STANDARD),
                new LineDialect(TestCommands.registry(), loginThrottle, ZoneOffset.UTC));
    }

    public ChatServer chatServer() {
        return chatServer;
    }

    public ChatMetricsRecorder metrics() {
        return metrics;
    }

    public TcpServer port() {
        return port;
    }

    public ConnectionLimiter connectionLimiter() {
        return connectionLimiter;
    }

    public int number() {
        return port.ports().get(0);
    }

    /** Returns settings with short timeouts. */
    public static TcpSettings withTimeouts(Duration login, Duration prompt, Duration stall) {
        return new TcpSettings(List.of(0), "", Duration.ofSeconds(1), login, prompt, stall, Duration.ofSeconds(1));
    }

    @Override
    public void close() {
        port.stop();
        threads.shutdownNow();
    }
}
