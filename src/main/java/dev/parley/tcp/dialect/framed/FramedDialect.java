package dev.parley.tcp.dialect.framed;

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
import dev.parley.tcp.dialect.basic.DialectContext;
import dev.parley.tcp.dialect.basic.PrefixedFormat;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Frames with a header of 10 bytes, the decimal length of the body padded with spaces, and a UTF-8 body. The first
 * frame from the client is the nickname, each further one a message; the server sends pairs of frames, sender and
 * text. Safe from any thread.
 */
public final class FramedDialect implements Dialect {

    static final int HEADER_BYTES = 10;

    private static final int REPLAY = 10;

    private static final Pattern LENGTH = Pattern.compile(" *[0-9]+ *");
    private static final Pattern LENGTH_SO_FAR = Pattern.compile(" *[0-9]* *");

    private final DialectContext context;
    private final DetectionTimeouts timeouts;

    /**
     * Creates the dialect.
     *
     * @param password the server password; if one is set, every login is refused
     * @param timeouts how long to wait for the rest of a header
     */
    public FramedDialect(CommandRegistry<CommandSender> commands, ServerPassword password, DetectionTimeouts timeouts) {
        this.context = DialectContext.of(this, new PrefixedFormat(FramedDialect::pair), commands, password)
                .truncating(REPLAY);
        this.timeouts = timeouts;
    }

    @Override
    public String name() {
        return "framed";
    }

    /** A line that consists of digits has its line end within the first 10 bytes and is not a header. */
    @Override
    public ProbeResult probe(Preamble preamble) {
        String first = preamble.bytes()
                .substring(0, Math.min(HEADER_BYTES, preamble.bytes().length()));
        if (first.length() == HEADER_BYTES) {
            return isHeader(first) ? ProbeResult.YES : ProbeResult.NO;
        }
        boolean isPossible = LENGTH_SO_FAR.matcher(first).matches() && !preamble.isSilentFor(timeouts.start());
        return isPossible ? ProbeResult.MORE : ProbeResult.NO;
    }

    @Override
    public List<Duration> timeouts() {
        return List.of(timeouts.start());
    }

    static boolean isHeader(String ten) {
        return LENGTH.matcher(ten).matches();
    }

    @Override
    public DialectSession open(TcpConnection connection) {
        return new FramedSession(this, connection);
    }

    DialectContext context() {
        return context;
    }

    /** Returns both frames in one array: the client expects them in one read. */
    private static byte[] pair(String from, String text) {
        ByteArrayOutputStream pair = new ByteArrayOutputStream();
        pair.writeBytes(frame(from));
        pair.writeBytes(frame(text));
        return pair.toByteArray();
    }

    private static byte[] frame(String text) {
        byte[] body = text.getBytes(UTF_8);
        String length = Integer.toString(body.length);
        ByteArrayOutputStream frame = new ByteArrayOutputStream(HEADER_BYTES + body.length);
        frame.writeBytes((length + " ".repeat(HEADER_BYTES - length.length())).getBytes(UTF_8));
        frame.writeBytes(body);
        return frame.toByteArray();
    }
}
