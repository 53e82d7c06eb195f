package dev.parley.tcp.dialect.handle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
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
import dev.parley.tcp.dialect.basic.ClientText;
import dev.parley.tcp.dialect.basic.DialectContext;
import dev.parley.tcp.dialect.basic.EventFormat;
import dev.parley.tcp.dialect.basic.PrefixedFormat;
import dev.parley.tcp.dialect.basic.RoomEncoders;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Detects a single word followed by silence and replies to it. A client that then sends {@value #SEND_HANDLE} uses the
 * handle protocol; for any other client, each read is one message. Safe from any thread.
 */
public final class HandleDialect implements Dialect {

    /** The second word of the handshake, sent after the server's reply. */
    static final String SEND_HANDLE = "SEND_HANDLE";

    private static final int REPLAY = 10;

    /** The number of bytes that show whether the input is UTF-16. */
    private static final int UTF_16_BYTES = 4;

    /** A nickname or an attempt at one: no spaces or control characters. */
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7E\\x80-\\xFF]{1,64}");

    /** Both words of the handshake, from a client that did not wait for the reply. */
    private static final Pattern TOKEN_AND_SEND_HANDLE =
            Pattern.compile("[\\x21-\\x7E\\x80-\\xFF]{1,64}?" + SEND_HANDLE);

    private final DialectContext context;
    private final DetectionTimeouts timeouts;
    private final RoomEncoders bareEncoders = new RoomEncoders(format(": ", ""));
    private final RoomEncoders bareEncodersWithNul = new RoomEncoders(format(": ", "\0"));

    /**
     * Creates the dialect.
     *
     * @param password the server password; if one is set, every login is refused
     * @param timeouts the silences that end a message
     */
    public HandleDialect(CommandRegistry<CommandSender> commands, ServerPassword password, DetectionTimeouts timeouts) {
        this.context =
                DialectContext.of(this, format("> ", ""), commands, password).withFixedBuffers(REPLAY);
        this.timeouts = timeouts;
    }

    @Override
    public String name() {
        return "handle";
    }

    /**
     * Returns {@code NO} for input that arrives key by key: a person is typing a line. Returns {@code NO} after the
     * end of input as well, because the word may be incomplete.
     */
    @Override
    public ProbeResult probe(Preamble preamble) {
        if (preamble.nickRequested()) {
            return ProbeResult.NO;
        } else if (TOKEN_AND_SEND_HANDLE.matcher(preamble.bytes()).lookingAt()) {
            return ProbeResult.YES;
        } else if (hasMessageAfterPause(preamble)) {
            return ProbeResult.YES;
        } else if (preamble.bytes().indexOf('\0') > 0) {
            return probePadded(preamble);
        } else if (preamble.typed() || !TOKEN.matcher(preamble.bytes()).matches()) {
            return ProbeResult.NO;
        }
        // One byte may be the first key of a user.
        boolean isSingle = preamble.bytes().length() == 1;
        Duration time = isSingle
                        || ClientText.endsIncomplete(
                                Unpooled.wrappedBuffer(preamble.bytes().getBytes(ISO_8859_1)))
                ? timeouts.start()
                : timeouts.token();
        boolean isWaiting = preamble.isSilentFor(time) && !preamble.isSilentFor(Preamble.FOREVER);
        return isWaiting ? ProbeResult.YES : ProbeResult.MORE;
    }

    /** A NUL ends the word, unless the input may still become UTF-16. */
    private ProbeResult probePadded(Preamble preamble) {
        int end = preamble.bytes().indexOf('\0');
        if (!TOKEN.matcher(preamble.bytes().substring(0, end)).matches()) {
            return ProbeResult.NO;
        }
        boolean mayBeUtf16 = end == 1 && preamble.bytes().length() < UTF_16_BYTES;
        return mayBeUtf16 && !preamble.isSilentFor(timeouts.token()) ? ProbeResult.MORE : ProbeResult.YES;
    }

    /**
     * Returns whether the client has sent a word and, after a pause, a text. A line end shows that the word was the first
     * part of a line.
     */
    private static boolean hasMessageAfterPause(Preamble preamble) {
        int pause = preamble.firstWrite();
        if (pause == 0 || !TOKEN.matcher(preamble.bytes().substring(0, pause)).matches()) {
            return false;
        }
        String text = preamble.bytes().substring(pause);
        return text.indexOf('\n') < 0
                && text.indexOf('\r') < 0
                && !SEND_HANDLE.startsWith(text)
                && " :>".indexOf(text.charAt(0)) < 0;
    }

    @Override
    public List<Duration> timeouts() {
        return List.of(timeouts.token(), timeouts.start());
    }

    @Override
    public DialectSession open(TcpConnection connection) {
        return new HandleSession(this, connection);
    }

    DialectContext context() {
        return context;
    }

    Duration silence() {
        return timeouts.token();
    }

    Duration handshake() {
        return timeouts.handshake();
    }

    /**
     * Returns the encoders for a client without a handshake.
     *
     * @param endsWithNul whether each message ends with a NUL
     */
    RoomEncoders bareEncoders(boolean endsWithNul) {
        return endsWithNul ? bareEncodersWithNul : bareEncoders;
    }

    /** Returns the format of lines without a line end. */
    private static EventFormat format(String separator, String end) {
        return new PrefixedFormat((from, text) -> (from + separator + text + end).getBytes(UTF_8));
    }
}
