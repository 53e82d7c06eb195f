package dev.parley.tcp.dialect.stomp;

import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.LoginThrottle;
import dev.parley.command.CommandRegistry;
import dev.parley.command.CommandSender;
import dev.parley.protocol.StompSessionFactory;
import dev.parley.tcp.DetectionTimeouts;
import dev.parley.tcp.Dialect;
import dev.parley.tcp.DialectSession;
import dev.parley.tcp.Preamble;
import dev.parley.tcp.ProbeResult;
import dev.parley.tcp.TcpConnection;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** STOMP 1.0, 1.1 and 1.2 over plain TCP. Safe from any thread. */
public final class StompDialect implements Dialect {

    /** The command on its own line, followed by a header or the blank line. */
    private static final Pattern CONNECT =
            Pattern.compile("(CONNECT|STOMP)\\r?\\n([^\\r\\n:]+:[^\\n]*|\\r?)\\n", Pattern.UNIX_LINES);

    private final StompSessionFactory sessions;
    private final DetectionTimeouts timeouts;

    /**
     * Creates the dialect.
     *
     * @param server the server whose room list is sent
     * @param throttle checks the passcode of CONNECT
     * @param timeouts how long to wait for the rest of a CONNECT
     */
    public StompDialect(
            ChatServer server,
            CommandRegistry<CommandSender> commands,
            LoginThrottle throttle,
            DetectionTimeouts timeouts) {
        this.sessions = new StompSessionFactory(server, commands, throttle);
        this.timeouts = timeouts;
    }

    @Override
    public String name() {
        return "stomp";
    }

    @Override
    public ProbeResult probe(Preamble preamble) {
        // A single word may be a nickname and is decided sooner than a complete line.
        boolean isLine = preamble.bytes().indexOf('\n') >= 0;
        return preamble.matches(CONNECT, isLine ? timeouts.start() : timeouts.token());
    }

    @Override
    public List<Duration> timeouts() {
        return List.of(timeouts.token(), timeouts.start());
    }

    @Override
    public DialectSession open(TcpConnection connection) {
        return new StompDialectSession(this, connection, sessions);
    }
}
