package dev.parley.tcp.dialect.handle;

import dev.parley.chat.identity.ServerPassword;
import dev.parley.chat.room.ControlCharEscaper;
import dev.parley.command.CommandRegistry;
import dev.parley.command.CommandSender;
import dev.parley.tcp.DetectionTimeouts;
import dev.parley.tcp.Dialect;
import dev.parley.tcp.DialectSession;
import dev.parley.tcp.Preamble;
import dev.parley.tcp.ProbeResult;
import dev.parley.tcp.TcpConnection;
import dev.parley.tcp.dialect.basic.DialectContext;
import dev.parley.tcp.dialect.basic.PrefixedLineEncoder;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A bare word, and then silence. It is answered, and who then says {@value #SEND_HANDLE} speaks the one-word handshake;
 * all others are bare clients, whose every piece is a message. Safe from any thread.
 */
public final class HandleDialect implements Dialect {

    /** What is said by those who know the handshake, when they have been answered. */
    static final String SEND_HANDLE = "SEND_HANDLE";

    private static final int REPLAY = 10;
    private static final String CONTINUED = "\n  ";

    /** No blank and no control character: a name, or something that shall be one. */
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7E\\x80-\\xFF]{1,64}");

    /** The two words of the handshake, from somebody who did not wait between them. */
    private static final Pattern HASTY = Pattern.compile("[\\x21-\\x7E\\x80-\\xFF]{1,64}?" + SEND_HANDLE);

    private final DialectContext context;
    private final DetectionTimeouts detectionTimeouts;
    private final PrefixedLineEncoder<String> named =
            new PrefixedLineEncoder<>((from, text) -> line(false, from, text));
    private final PrefixedLineEncoder<String> plain = new PrefixedLineEncoder<>((from, text) -> line(true, from, text));

    /**
     * The dialect with these commands.
     *
     * @param serverPassword the server's: where there is one, nobody comes in this way
     * @param detectionTimeouts which silences tell that nothing follows
     */
    public HandleDialect(
            CommandRegistry<CommandSender> commandRegistry,
            ServerPassword serverPassword,
            DetectionTimeouts detectionTimeouts) {
        this.context = DialectContext.withFixedBuffers(this, commandRegistry, serverPassword, REPLAY);
        this.detectionTimeouts = detectionTimeouts;
    }

    @Override
    public String name() {
        return "handle";
    }

    /**
     * Not for whoever sends key by key: that is a person, whose line end is still to come. Nor for whoever sends nothing
     * more at all: it was half a name.
     */
    @Override
    public ProbeResult probe(Preamble preamble) {
        if (HASTY.matcher(preamble.bytes()).lookingAt()) {
            return ProbeResult.YES;
        } else if (preamble.typed() || !TOKEN.matcher(preamble.bytes()).matches()) {
            return ProbeResult.NO;
        }
        boolean isWaiting = preamble.isSilentFor(detectionTimeouts.token()) && !preamble.isSilentFor(Preamble.FOREVER);
        return isWaiting ? ProbeResult.YES : ProbeResult.MORE;
    }

    @Override
    public List<Duration> timeouts() {
        return List.of(detectionTimeouts.token());
    }

    @Override
    public DialectSession open(TcpConnection tcpConnection) {
        return new HandleSession(this, tcpConnection);
    }

    DialectContext context() {
        return context;
    }

    Duration silence() {
        return detectionTimeouts.token();
    }

    Duration handshake() {
        return detectionTimeouts.handshake();
    }

    /** What happens, as lines. */
    PrefixedLineEncoder<String> encoder(boolean bare) {
        return bare ? plain : named;
    }

    /** Who says what, without a line end. */
    static String line(boolean bare, String from, String text) {
        return from + (bare ? ": " : "> ") + String.join(CONTINUED, ControlCharEscaper.lines(text));
    }
}
