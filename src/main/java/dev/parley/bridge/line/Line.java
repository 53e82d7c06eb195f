package dev.parley.bridge.line;

import dev.parley.chat.room.Room;
import dev.parley.chat.session.LoginThrottle;
import dev.parley.command.Caller;
import dev.parley.command.Commands;
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
public final class Line implements Dialect {

    private static final String GREETING = "Welcome to Parley. Your name?\n";
    private static final String LOCKED = "Welcome to Parley. Password?\n";

    private final Commands<Caller> commands;
    private final LoginThrottle loginThrottle;
    private final Wording wording;

    /** By room, for as long as there is the room. */
    private final Map<Room, LineNarration> narrations = new WeakHashMap<>(); // guarded by itself

    /**
     * The dialect with these commands.
     *
     * @param loginThrottle of the password, which has to be the first line, before the name, if there is one
     * @param zone in which times are shown
     */
    public Line(Commands<Caller> commands, LoginThrottle loginThrottle, ZoneId zone) {
        this.commands = commands;
        this.loginThrottle = loginThrottle;
        this.wording = new Wording(zone);
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
        return Optional.of(question());
    }

    /** What is asked first. */
    String question() {
        return loginThrottle.serverPassword().isRequired() ? LOCKED : GREETING;
    }

    @Override
    public DialectSession open(TcpConnection tcpConnection) {
        return new LineConversation(this, tcpConnection);
    }

    Commands<Caller> commands() {
        return commands;
    }

    LoginThrottle loginThrottle() {
        return loginThrottle;
    }

    /** How it writes things down. */
    Wording wording() {
        return wording;
    }

    /** The words for what happens in a room, the same for everybody who listens by this dialect. */
    LineNarration narration(Room room) {
        synchronized (narrations) {
            return narrations.computeIfAbsent(room, known -> new LineNarration(known.name(), wording));
        }
    }
}
