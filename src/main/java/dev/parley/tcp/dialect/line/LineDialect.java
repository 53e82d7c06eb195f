package dev.parley.tcp.dialect.line;

import dev.parley.chat.session.LoginThrottle;
import dev.parley.command.CommandRegistry;
import dev.parley.command.CommandSender;
import dev.parley.tcp.Dialect;
import dev.parley.tcp.DialectSession;
import dev.parley.tcp.Preamble;
import dev.parley.tcp.ProbeResult;
import dev.parley.tcp.TcpConnection;
import dev.parley.tcp.dialect.basic.CrLfFormat;
import dev.parley.tcp.dialect.basic.DialectContext;
import dev.parley.tcp.dialect.basic.RoomEncoders;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Plain UTF-8 lines: the first is the nickname, each further one a message or a command. Selected for any input with a
 * line end that no other dialect recognises, so it is the last in the order. Safe from any thread.
 */
public final class LineDialect implements Dialect {

    private static final String NICKNAME_PROMPT = "Welcome to Parley. Your name?\n";
    private static final String PASSWORD_PROMPT = "Welcome to Parley. Password?\n";

    private final DialectContext context;
    private final RoomEncoders crLfEncoders;
    private final LoginThrottle throttle;

    /**
     * Creates the dialect.
     *
     * @param throttle checks the password, which is the first line if one is set
     * @param zone the time zone of displayed times
     */
    public LineDialect(CommandRegistry<CommandSender> commands, LoginThrottle throttle, ZoneId zone) {
        LineFormat format = new LineFormat(zone);
        this.crLfEncoders = new RoomEncoders(new CrLfFormat(format));
        this.context = DialectContext.of(this, format, commands, throttle.serverPassword());
        this.throttle = throttle;
    }

    @Override
    public String name() {
        return "line";
    }

    /** Returns {@code YES} once there is a line end, {@code MORE} before: a person may still be typing. */
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

    /** Returns the first prompt. */
    String prompt() {
        return throttle.serverPassword().isRequired() ? PASSWORD_PROMPT : NICKNAME_PROMPT;
    }

    @Override
    public DialectSession open(TcpConnection connection) {
        return new LineSession(this, connection);
    }

    DialectContext context() {
        return context;
    }

    /** Returns the encoders for telnet clients and terminals. */
    RoomEncoders crLfEncoders() {
        return crLfEncoders;
    }

    LoginThrottle loginThrottle() {
        return throttle;
    }
}
