package dev.parley.tcp.dialect.turns;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.identity.ServerPassword;
import dev.parley.command.CommandRegistry;
import dev.parley.command.CommandSender;
import dev.parley.tcp.DetectionTimeouts;
import dev.parley.tcp.Dialect;
import dev.parley.tcp.DialectSession;
import dev.parley.tcp.Preamble;
import dev.parley.tcp.ProbeResult;
import dev.parley.tcp.TcpConnection;
import dev.parley.tcp.dialect.basic.CrLfFormat;
import dev.parley.tcp.dialect.basic.DialectContext;
import dev.parley.tcp.dialect.basic.PrefixedFormat;
import dev.parley.tcp.dialect.basic.RoomEncoders;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Messages of the form {@code NAME> TEXT}, each ended by a NUL, a line end or silence, and each followed by exactly
 * one reply. Safe from any thread.
 */
public final class TurnsDialect implements Dialect {

    private static final Pattern TURN = Pattern.compile("[^\\s>\\x00]{0,10}> ");

    private final DialectContext context;
    private final DetectionTimeouts timeouts;
    private final RoomEncoders crLfEncoders = new RoomEncoders(new CrLfFormat(new PrefixedFormat(TurnsDialect::line)));

    /**
     * Creates the dialect.
     *
     * @param password the server password; if one is set, every login is refused
     * @param timeouts the silence that ends a message without a terminator
     */
    public TurnsDialect(CommandRegistry<CommandSender> commands, ServerPassword password, DetectionTimeouts timeouts) {
        this.context = DialectContext.of(this, new PrefixedFormat(TurnsDialect::line), commands, password)
                .withFixedBuffers(0);
        this.timeouts = timeouts;
    }

    @Override
    public String name() {
        return "turns";
    }

    @Override
    public ProbeResult probe(Preamble preamble) {
        Matcher turn = TURN.matcher(preamble.bytes());
        if (turn.lookingAt()) {
            boolean hasText = preamble.bytes().length() > turn.end();
            return hasText || preamble.isSilentFor(timeouts.token()) ? ProbeResult.YES : ProbeResult.MORE;
        }
        return preamble.matches(TURN, timeouts.token());
    }

    @Override
    public List<Duration> timeouts() {
        return List.of(timeouts.token());
    }

    @Override
    public DialectSession open(TcpConnection connection) {
        return new TurnsSession(this, connection);
    }

    DialectContext context() {
        return context;
    }

    /** Returns the encoders for clients that send CR LF. */
    RoomEncoders crLfEncoders() {
        return crLfEncoders;
    }

    Duration silence() {
        return timeouts.token();
    }

    /** Returns a line with its line end. */
    private static byte[] line(String from, String text) {
        return (from + "> " + text + "\n").getBytes(UTF_8);
    }
}
