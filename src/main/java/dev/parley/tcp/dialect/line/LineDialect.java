package dev.parley.tcp.dialect.line;

import dev.parley.chat.room.Room;
import dev.parley.chat.session.LoginThrottle;
import dev.parley.command.CommandRegistry;
import dev.parley.command.CommandSender;
import dev.parley.tcp.Dialect;
import dev.parley.tcp.DialectSession;
import dev.parley.tcp.Preamble;
import dev.parley.tcp.ProbeResult;
import dev.parley.tcp.TcpConnection;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/**
 * Lines of plain UTF-8 text: the first is the name, each further one a message or a command. What sends a line end and
 * is nothing else is taken for this, so it stands last among the dialects. Safe from any thread.
 */
public final class LineDialect implements Dialect {

    private static final String GREETING = "Welcome to Parley. Your name?\n";
    private static final String LOCKED = "Welcome to Parley. Password?\n";

    private final CommandRegistry<CommandSender> commandRegistry;
    private final LoginThrottle loginThrottle;
    private final LineFormat lineFormat;

    /** By room, for as long as there is the room. */
    private final Map<Room, LineEventEncoder> narrations = new WeakHashMap<>(); // guarded by itself

    /**
     * The dialect with these commands.
     *
     * @param loginThrottle of the password, which has to be the first line, before the name, if there is one
     * @param zone in which times are shown
     */
    public LineDialect(CommandRegistry<CommandSender> commandRegistry, LoginThrottle loginThrottle, ZoneId zone) {
        this.commandRegistry = commandRegistry;
        this.loginThrottle = loginThrottle;
        this.lineFormat = new LineFormat(zone);
    }

    @Override
    public String name() {
        return "line";
    }

    /** Yes once there is a line end. Until then it may be: somebody on a telnet that sends every key is still typing. */
    @Override
    public ProbeResult probe(Preamble preamble) {
        return preamble.bytes().indexOf('\n') >= 0 || preamble.bytes().indexOf('\r') >= 0
                ? ProbeResult.YES
                : ProbeResult.MORE;
    }

    @Override
    public Optional<String> greeting() {
        return Optional.of(prompt());
    }

    /** What is asked first. */
    String prompt() {
        return loginThrottle.serverPassword().isRequired() ? LOCKED : GREETING;
    }

    @Override
    public DialectSession open(TcpConnection tcpConnection) {
        return new LineSession(this, tcpConnection);
    }

    CommandRegistry<CommandSender> commandRegistry() {
        return commandRegistry;
    }

    LoginThrottle loginThrottle() {
        return loginThrottle;
    }

    /** How it writes things down. */
    LineFormat lineFormat() {
        return lineFormat;
    }

    /** The words for what happens in a room, the same for everybody who listens by this dialect. */
    LineEventEncoder narration(Room room) {
        synchronized (narrations) {
            return narrations.computeIfAbsent(room, known -> new LineEventEncoder(known.name(), lineFormat));
        }
    }
}
